using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Reading;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

public sealed class OptimizerGoldenTests
{
    public static TheoryData<string> Names =>
        ["adamw", "adam", "sgd", "bert_adam", "torchsharp adamw", "torchsharp adam", "torchsharp sgd"];

    [Theory, MemberData(nameof(Names))]
    public void Optimizer_of_golden_cases_takes_the_golden_steps(string name)
    {
        foreach (JsonElement golden in Cases(name))
        {
            using var scope = NewDisposeScope();
            Parameter parameter = new(Agree.Tensor(golden.GetProperty("initial")));
            using IOptimizer optimizer = Make(name, golden, parameter);
            JsonElement[] expected = [.. golden.GetProperty("parameters").EnumerateArray()];
            JsonElement[] gradients = [.. golden.GetProperty("gradients").EnumerateArray()];
            for (int step = 0; step < gradients.Length; step++)
            {
                parameter.grad = Agree.Tensor(gradients[step]);
                if (step == 0) optimizer.Step();
                else LiveTensors.Unchanged(() => optimizer.Step());
                Agree.Assert(expected[step], parameter, 1e-9, $"{name}, step {step}");
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Optimizer_of_a_restored_state_goes_on_with_the_same_bits(string name)
    {
        foreach (JsonElement golden in Cases(name))
        {
            JsonElement[] gradients = [.. golden.GetProperty("gradients").EnumerateArray()];
            for (int stopped = 0; stopped < gradients.Length; stopped++)
            {
                using var scope = NewDisposeScope();
                Parameter whole = new(Agree.Tensor(golden.GetProperty("initial")));
                using IOptimizer uninterrupted = Make(name, golden, whole);
                Take(uninterrupted, whole, gradients[..stopped]);

                Parameter resumed = new(whole.detach().clone());
                using IOptimizer restored = Make(name, golden, resumed);
                using (NewDisposeScope())
                {
                    Dictionary<string, Tensor> state = uninterrupted.State().ToDictionary(s => s.Key, s => s.Value.clone());
                    restored.Restore(state); // as a checkpoint's file gives it
                }
                Take(uninterrupted, whole, gradients[stopped..]);
                Take(restored, resumed, gradients[stopped..]);

                Assert.Equal(Agree.Values(whole), Agree.Values(resumed));
            }
        }
    }

    [Fact]
    public void Clip_of_golden_cases_gives_the_golden_norm_and_gradients()
    {
        JsonElement[] cases = [.. Golden.Json("optimizers.json").GetProperty("clipping").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            using var scope = NewDisposeScope();
            JsonElement[] gradients = [.. golden.GetProperty("gradients").EnumerateArray()];
            Parameter[] parameters = [.. gradients.Select(g => new Parameter(zeros_like(Agree.Tensor(g))))];
            for (int i = 0; i < gradients.Length; i++) parameters[i].grad = Agree.Tensor(gradients[i]);

            double found = 0;
            using GradientNorm norm = new(parameters);
            LiveTensors.Unchanged(() =>
            {
                using Tensor measured = norm.Measure();
                found = ReadBack.Number(measured);
            });
            Agree.Assert(golden.GetProperty("norm").GetDouble(), found, 1e-9, "norm");

            // A step of this rate takes the gradient itself, and torch's kernel takes the divisor in float32.
            using Sgd optimizer = new([new([.. parameters.Select((p, i) => new NamedParameter($"{i}", p))])], learningRate: -1);
            optimizer.Step(gradientDivisor: GradientNorm.Divisor(found, golden.GetProperty("max_norm").GetDouble()));
            JsonElement[] clipped = [.. golden.GetProperty("clipped").EnumerateArray()];
            for (int i = 0; i < clipped.Length; i++) Agree.Assert(clipped[i], parameters[i], 1e-7, "clipped");
        }
    }

    private static JsonElement[] Cases(string name)
    {
        string optimizer = name.Split(' ')[^1];
        JsonElement[] cases = [.. Golden.Json("optimizers.json").GetProperty("optimizers").EnumerateArray()
            .Where(c => c.GetProperty("optimizer").GetString() == optimizer)];
        Assert.NotEmpty(cases);
        return cases;
    }

    private static IOptimizer Make(string name, JsonElement golden, Parameter parameter)
    {
        JsonElement arguments = golden.GetProperty("arguments");
        ParameterGroup[] groups = [new([new("p", parameter)])];
        double rate = arguments.GetProperty("lr").GetDouble(), momentum = Argument("momentum", 0);
        (double beta1, double beta2) = arguments.TryGetProperty("betas", out JsonElement betas)
            ? (betas[0].GetDouble(), betas[1].GetDouble())
            : (0.9, 0.999);
        double epsilon = Argument("eps", 1e-8), decay = Argument(
            "weight_decay",
            name.EndsWith("adamw", StringComparison.Ordinal) ? 0.01 : 0);
        return name switch
        {
            "adamw" => new Optimizers.AdamW(groups, rate, beta1, beta2, epsilon, decay),
            "adam" => new Optimizers.Adam(groups, rate, beta1, beta2, epsilon, decay),
            "sgd" => new Sgd(groups, rate, momentum, weightDecay: decay),
            "bert_adam" => new BertAdam(groups, rate, beta1, beta2, epsilon, decay),
            "torchsharp adamw" => new TorchSharpOptimizer(groups, _ => optim.AdamW([parameter], rate, beta1, beta2, epsilon, decay)),
            "torchsharp adam" => new TorchSharpOptimizer(groups, _ => optim.Adam([parameter], rate, beta1, beta2, epsilon, decay)),
            _ => new TorchSharpOptimizer(groups, _ => optim.SGD([parameter], rate, momentum, weight_decay: decay)),
        };

        double Argument(string key, double otherwise) =>
            arguments.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : otherwise;
    }

    private static void Take(IOptimizer optimizer, Parameter parameter, JsonElement[] gradients)
    {
        foreach (JsonElement gradient in gradients)
        {
            parameter.grad = Agree.Tensor(gradient);
            optimizer.Step();
        }
    }
}
