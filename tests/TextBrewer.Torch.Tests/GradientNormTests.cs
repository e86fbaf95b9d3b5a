using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Reading;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

public sealed class GradientNormTests
{
    [Fact]
    public void Norm_is_that_of_all_numbers_of_all_gradients_there_are()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [.. new long[][] { [], [4], [2, 3], [2, 1, 2], [5, 5] }.Select(shape => new Parameter(zeros(shape)))];
        foreach (Parameter parameter in parameters[..^1]) parameter.grad = full_like(parameter, 2); // the last has none
        Assert.Equal(Math.Sqrt((1 + 4 + 6 + 4) * 4), Measure(parameters), 1e-6);
        parameters[2].grad = ones(3, 2).t(); // not contiguous
        Assert.Equal(Math.Sqrt(((1 + 4 + 4) * 4) + 6), Measure(parameters), 1e-6);
        Assert.Equal(0, Measure(parameters[^1]));
    }

    [Fact]
    public void Norm_of_millions_of_numbers_of_float32_has_seven_digits()
    {
        using var scope = NewDisposeScope();
        Parameter parameter = new(zeros(8000, 500));
        // Each square is rounded when it is added to a sum of a million others.
        parameter.grad = full_like(parameter, 0.1);
        double exact = 0.1f * Math.Sqrt(parameter.numel());
        Assert.InRange(Measure(parameter) / exact, 1 - 1e-6, 1 + 1e-6);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_number_that_is_not_finite_makes_the_norm_so(float odd)
    {
        using var scope = NewDisposeScope();
        Parameter small = new(zeros(3)), large = new(zeros(40, 30));
        (small.grad, large.grad) = (ones_like(small), ones_like(large));
        large.grad[39, 29] = odd;
        Assert.False(double.IsFinite(Measure(small, large)));
    }

    [Theory]
    [InlineData(0.5, 1, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(5, -1, 1)]
    [InlineData(5, 2, 2.5)]
    public void Divisor_brings_a_norm_above_the_limit_down_to_it(double norm, double limit, double expected) =>
        Assert.Equal(expected, GradientNorm.Divisor(norm, limit), 1e-6);

    private static double Measure(params Parameter[] parameters)
    {
        using GradientNorm norm = new(parameters);
        using Tensor measured = norm.Measure();
        return ReadBack.Number(measured);
    }
}
