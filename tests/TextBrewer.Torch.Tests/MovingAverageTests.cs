using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

/// <summary>A copy of parameters that follows them, in any type, and changes places with them.</summary>
public sealed class MovingAverageTests
{
    [Theory]
    [InlineData(ScalarType.Float64, 1e-15)]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 1e-2)]
    public void Follow_moves_by_the_share(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        Parameter one = new(tensor(new double[] { 1, 2 }).to(type)), two = new(tensor(-4.0).to(type));
        using MovingAverage average = new([one, two]);
        Set(one, 3, 6);
        Set(two, 0);
        average.Follow(0.25);
        Agree.Assert([1.5, 3], Agree.Values(average.Of(one)), tolerance, "average");
        Agree.Assert([-3], Agree.Values(average.Of(two)), tolerance, "average");
        Assert.Equal([3, 6], Agree.Values(one));
        average.Follow(0);
        Agree.Assert([1.5, 3], Agree.Values(average.Of(one)), tolerance, "average");
        average.Follow(1);
        Assert.Equal([3, 6], Agree.Values(average.Of(one)));
    }

    [Fact]
    public void Exchange_twice_is_nothing_and_a_parameter_that_is_named_twice_is_exchanged_once()
    {
        using var scope = NewDisposeScope();
        Parameter shared = new(tensor(new double[] { 1, 2 }));
        using MovingAverage average = new([shared, shared]);
        Set(shared, 5, 5);
        average.Exchange();
        Assert.Equal([1, 2, 5, 5], (double[])[.. Agree.Values(shared), .. Agree.Values(average.Of(shared))]);
        average.Exchange();
        Assert.Equal([5, 5, 1, 2], (double[])[.. Agree.Values(shared), .. Agree.Values(average.Of(shared))]);
        average.Begin();
        Assert.Equal([5, 5], Agree.Values(average.Of(shared)));
    }

    [Fact]
    public void Whole_numbers_and_other_tensors_stay_as_they_are()
    {
        using var scope = NewDisposeScope();
        Parameter whole = new(tensor(new long[] { 1, 2 }), requires_grad: false);
        using MovingAverage average = new([whole]);
        average.Follow(0.5);
        average.Exchange();
        Assert.Same(whole, average.Of(whole));
        Assert.Equal([1, 2], Agree.Values(whole));
    }

    [Fact]
    public void Average_frees_what_it_made()
    {
        using Parameter weight = new(ones(3));
        LiveTensors.Unchanged(() =>
        {
            using MovingAverage average = new([weight]);
            for (int i = 0; i < 3; i++)
            {
                average.Follow(0.5);
                average.Exchange();
                average.Begin();
            }
        });
    }

    private static void Set(Parameter parameter, params double[] values)
    {
        using var noGrad = no_grad();
        parameter.copy_(tensor(values).view(parameter.shape));
    }
}
