using TextBrewer.Benchmarks.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Whether fewer native calls are worth it: a layer's feed-forward network and a KD loss as calls of each operator, as they are here, and
/// as one TorchScript function; alone, and with their gradients.
/// </summary>
internal static class CallsBenchmark
{
    private const double Seconds = 4;
    private const int Repetitions = 50, LeastRounds = 10;

    // A script wants a line behind its last one.
    private const string Script = """
        def feed_forward(x, w1, b1, w2, b2, g, b):
            h = torch.linear(torch.gelu(torch.linear(x, w1, b1)), w2, b2)
            return torch.layer_norm(x + h, [x.size(-1)], g, b)

        def kd_loss(s, t):
            return -(torch.softmax(t / 8.0, -1) * torch.log_softmax(s / 8.0, -1)).sum(-1).mean()

        """;

    // Rows, width, width of the layer between: the quickstart's student and teacher, and the real shape.
    private static readonly (string Name, int Rows, int Width, int Inner)[] Layers =
        [("tiny student", 576, 48, 96), ("tiny teacher", 576, 96, 384), ("real", 384, 384, 1536)];

    internal static BenchmarkResult Run()
    {
        using jit.CompilationUnit unit = jit.compile(Script);
        List<ResultRow> rows = [];
        foreach ((string name, int length, int width, int inner) in Layers)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = randn(length, width, requires_grad: true), gain = ones(width, requires_grad: true);
            Tensor first = randn(inner, width, requires_grad: true), second = randn(width, inner, requires_grad: true);
            Tensor firstBias = zeros(inner, requires_grad: true), bias = zeros(width, requires_grad: true);
            rows.AddRange(Compared(
                $"{name}: feed-forward",
                [x, gain, first, second, firstBias, bias],
                () =>
                {
                    Tensor wide = nn.functional.gelu(nn.functional.linear(x, first, firstBias)); // (length, inner)
                    return nn.functional.layer_norm(x + nn.functional.linear(wide, second, bias), [width], gain, bias);
                },
                () => (Tensor)unit.invoke("feed_forward", x, first, firstBias, second, bias, gain, bias)));
        }
        using (DisposeScope scope = NewDisposeScope())
        {
            Tensor student = randn(32, 6, requires_grad: true), teacher = randn(32, 6);
            rows.AddRange(Compared(
                "KD loss of 32 × 6",
                [student],
                () => -(nn.functional.softmax(teacher / 8, -1) * nn.functional.log_softmax(student / 8, -1)).sum(-1).mean(),
                () => (Tensor)unit.invoke("kd_loss", student, teacher)));
        }
        return new BenchmarkResult("calls", rows);
    }

    private static List<ResultRow> Compared(string name, Tensor[] inputs, Func<Tensor> calls, Func<Tensor> script)
    {
        Timing[] times = SideBySide.Time([Forward(calls), Forward(script), Both(calls), Both(script)], Seconds, LeastRounds);
        double[] each = [.. times.Select(time => 1000 * Timing.Median(time.Clock) / Repetitions)];
        return
        [
            new($"{name}: operator by operator", each[0], "µs"),
            new($"{name}: one function", each[1], "µs"),
            new($"{name}: one function against operator by operator", Timing.Ratio(times[0].Clock, times[1].Clock), "×"),
            new($"{name}: with gradients, operator by operator", each[2], "µs"),
            new($"{name}: with gradients, one function", each[3], "µs"),
            new($"{name}: with gradients, one function against operator by operator", Timing.Ratio(times[2].Clock, times[3].Clock), "×"),
        ];

        Action Forward(Func<Tensor> compute) => Repeated(() =>
        {
            using var noGrad = no_grad();
            compute();
        });

        Action Both(Func<Tensor> compute) => Repeated(() =>
        {
            compute().sum().backward();
            foreach (Tensor input in inputs) input.grad = null;
        });
    }

    private static Action Repeated(Action action) => () =>
    {
        for (int i = 0; i < Repetitions; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            action();
        }
    };
}
