using TextBrewer.Testing;
using TextBrewer.Torch.Precision;
using TextBrewer.Torch.Randomness;
using TextBrewer.Torch.Recomputing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Recomputing;

public sealed class RecomputationTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Gradients_are_those_without_recomputation_byte_for_byte(ScalarType type)
    {
        (byte[] Gradients, byte[] Random)[] runs = [.. new[] { false, true }.Select(recomputes => Gradients(recomputes, type))];
        Assert.Equal(runs[0].Random, runs[1].Random);
        Assert.Equal(runs[0].Gradients, runs[1].Gradients);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using Linear first = nn.Linear(6, 6), second = nn.Linear(6, 6);
        using Tensor x = rand([5, 6], requires_grad: true);
        for (int i = 0; i < 2; i++) LiveTensors.Unchanged(() =>
        {
            Loss(first, second, x, recomputes: true);
            foreach (Linear linear in new[] { first, second }) linear.zero_grad();
            x.grad = null;
        });
    }

    [Fact]
    public void Output_that_nothing_reads_is_no_obstacle_and_leaves_nothing_behind()
    {
        using Linear linear = nn.Linear(6, 6);
        using Tensor x = rand([5, 6], requires_grad: true), factor = rand(5, 6);
        LiveTensors.Unchanged(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            Layer(linear, x, factor, recomputes: true).Output.sum().backward();
            linear.zero_grad();
            x.grad = null;
        });
        LiveTensors.Unchanged(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            Layer(linear, x, factor, recomputes: true).Input.sum().backward();
            Assert.Equal(30, x.grad!.sum().item<float>());
            Assert.Null(linear.weight!.grad);
            x.grad = null;
        });
    }

    [Fact]
    public void Part_whose_input_wants_no_gradients_is_trained()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear linear = nn.Linear(6, 6);
        Tensor x = rand(5, 6), factor = rand(5, 6);
        byte[][] gradients = [.. new[] { false, true }.Select(recomputes =>
        {
            random.manual_seed(1);
            linear.zero_grad();
            Layer(linear, x, factor, recomputes).Output.square().sum().backward();
            return linear.weight!.grad!.bytes.ToArray();
        })];
        Assert.Equal(gradients[0], gradients[1]);
    }

    [Fact]
    public void Without_gradients_it_is_an_ordinary_call()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear linear = nn.Linear(6, 6);
        Tensor x = rand([5, 6], requires_grad: true);
        using (no_grad()) AssertOrdinary();
        foreach (Parameter parameter in linear.parameters()) parameter.requires_grad = false;
        x.requires_grad = false;
        AssertOrdinary();

        void AssertOrdinary()
        {
            (Tensor input, IReadOnlyList<Tensor> outputs) = Recomputation.Run(linear, x, [], (x, _) =>
            {
                Assert.False(Recomputation.IsRunning);
                return [linear.call(x)];
            });
            Assert.Same(x, input);
            Assert.False(outputs[0].requires_grad);
        }
    }

    [Fact]
    public void What_fails_when_it_is_computed_anew_is_thrown_as_it_is()
    {
        using Linear linear = nn.Linear(6, 6);
        using Tensor x = rand([5, 6], requires_grad: true), calm = rand(5, 6);
        LiveTensors.Unchanged(() =>
        {
            foreach (Tensor input in new[] { x, calm })
            {
                using DisposeScope scope = NewDisposeScope();
                int calls = 0;
                Tensor loss = Recomputation.Run(
                    linear,
                    input,
                    [],
                    (x, _) => calls++ == 0 ? [linear.call(x)] : throw new InvalidOperationException("once is enough")).Outputs[0].sum();
                Assert.Equal("once is enough", Assert.Throws<InvalidOperationException>(() => Recomputation.Backward(loss)).Message);
                Assert.Null(x.grad);
            }
        });
    }

    [Fact]
    public void Mixed_precision_is_that_of_the_forward_pass()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using DisposeScope scope = NewDisposeScope();
        using Linear linear = nn.Linear(6, 6);
        Tensor x = rand([5, 6], requires_grad: true), factor = rand(5, 6);
        List<ScalarType> types = [];
        byte[][] gradients = [.. new[] { false, true }.Select(recomputes =>
        {
            random.manual_seed(1);
            x.grad = null;
            linear.zero_grad();
            Autocast.Run(() => Layer(linear, x, factor, recomputes, types), keepsWeights: false).Output.square().sum().backward();
            return (byte[])[.. linear.weight!.grad!.bytes, .. x.grad!.bytes];
        })];
        Assert.Equal(gradients[0], gradients[1]);
        Assert.Equal([ScalarType.BFloat16, ScalarType.BFloat16, ScalarType.BFloat16], types);
        Assert.False(Autocast.IsOn);
    }

    private static (byte[] Gradients, byte[] Random) Gradients(bool recomputes, ScalarType type)
    {
        random.manual_seed(3);
        using DisposeScope scope = NewDisposeScope();
        using Linear first = nn.Linear(6, 6, dtype: type), second = nn.Linear(6, 6, dtype: type);
        Tensor x = rand([5, 6], dtype: type, requires_grad: true);
        Loss(first, second, x, recomputes);
        Tensor[] gradients = [x.grad!, first.weight!.grad!, first.bias!.grad!, second.weight!.grad!, second.bias!.grad!];
        return ([.. gradients.SelectMany(g => g.bytes.ToArray())], random.get_rng_state().bytes.ToArray());
    }

    private static void Loss(Linear first, Linear second, Tensor x, bool recomputes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor factor = rand([5, 6], dtype: x.dtype);
        (Tensor a, Tensor b, Tensor mid) = Layer(first, x, factor, recomputes);
        (Tensor c, Tensor d, Tensor mid2) = Layer(second, b, factor, recomputes);
        ((a * a).mean() + (c - 0.3).square().mean() + (d * d * d).sum() + mid.square().mean() + mid2.sum()).backward();
    }

    // A residual, products that read the input several times, dropout, and something from the middle.
    private static (Tensor Input, Tensor Output, Tensor Middle) Layer(
        Linear linear,
        Tensor x,
        Tensor factor,
        bool recomputes,
        List<ScalarType>? types = null)
    {
        if (!recomputes)
        {
            IReadOnlyList<Tensor> own = Compute(x, [factor]);
            return (x, own[0], own[1]);
        }
        (Tensor input, IReadOnlyList<Tensor> outputs) = Recomputation.Run(linear, x, [factor], Compute);
        return (input, outputs[0], outputs[1]);

        IReadOnlyList<Tensor> Compute(Tensor x, IReadOnlyList<Tensor> constants)
        {
            Tensor product = linear.call(x);
            types?.Add(product.dtype);
            Tensor middle = product.tanh() * x.sigmoid();
            return [(middle * DropoutMask.Of(middle.shape, 0.3, middle.dtype)) + (x * constants[0]) + x.exp(), middle];
        }
    }
}
