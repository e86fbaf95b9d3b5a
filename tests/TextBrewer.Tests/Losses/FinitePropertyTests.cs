using CsCheck;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>
/// No loss and no gradient is ever NaN or infinite: not without a real position, of zero vectors, of extreme logits, or of a single of
/// anything.
/// </summary>
public sealed class FinitePropertyTests
{
    private static readonly Gen<double> Size = Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Const(1e4));

    public static TheoryData<string> Names() => [.. LossInput.Names];

    public static TheoryData<string> Masked() => [.. LossNames.Match.Names.Except(LossInput.Maskless)];

    [Theory, MemberData(nameof(Names))]
    public void Loss_of_zero_to_extreme_numbers_is_finite_with_finite_gradient(string name) =>
        Gen.Select(LossShape.Any, Size, Size, Gen.Bool, Gen.Bool).Sample((shape, student, teacher, masked, single) =>
        {
            using var scope = NewDisposeScope();
            LossInput input = LossInput.Random(name, shape);
            ScalarType type = single ? ScalarType.Float32 : ScalarType.Float64;
            AssertFinite(input with
            {
                Student = [.. input.Student.Select(s => (s.sign() * student).to(type))], // All of one size: ±1e4 beside ±1e4.
                Teacher = [.. input.Teacher.Select(t => (t * teacher).to(type))],
                Temperature = input.Temperature.to(type),
                Mask = masked ? input.Mask : null,
            });
        }, iter: 80, threads: 1);

    [Theory, MemberData(nameof(Names))]
    public void Loss_of_some_zero_vectors_is_finite_with_finite_gradient(string name) =>
        LossShape.Any.Sample(shape =>
        {
            using var scope = NewDisposeScope();
            LossInput input = LossInput.Random(name, shape);
            foreach (Tensor tensor in input.Student) tensor[0] = 0;
            foreach (Tensor tensor in input.Teacher) tensor[shape.Batch - 1] = 0;
            AssertFinite(input);
        }, iter: 40, threads: 1);

    [Theory, MemberData(nameof(Masked))]
    public void Loss_without_a_real_position_is_zero_with_zero_gradient(string name) =>
        LossShape.Any.Sample(shape =>
        {
            using var scope = NewDisposeScope();
            LossInput input = LossInput.Random(name, shape);
            (double value, Tensor[] gradients) = (input with { Mask = zeros_like(input.Mask!) }).Compute();
            Assert.Equal(0, value);
            Assert.All(gradients, gradient => Assert.Equal(0, gradient.abs().sum().item<double>()));
        }, iter: 20, threads: 1);

    // Divided by torch's least norm of 1e-12, a single zero vector once took over a whole step.
    [Theory]
    [InlineData("cos")]
    [InlineData("pkd")]
    public void Loss_of_directions_gives_a_zero_vector_no_gradient(string name)
    {
        using var scope = NewDisposeScope();
        LossInput input = LossInput.Random(name, new LossShape(3, 5, 4, 4, 1, 1, Seed: 4)) with { Mask = null };
        input.Student[0][1, 0] = 0;
        Tensor gradient = input.Compute().Gradients[0];
        Assert.Equal(0, gradient[1, 0].abs().sum().item<double>());
        Assert.True(gradient.abs().max().item<double>() is > 0 and < 10);
    }

    private static void AssertFinite(LossInput input)
    {
        (double value, Tensor[] gradients) = input.Compute();
        Assert.True(double.IsFinite(value), $"{input.Loss}: {value}");
        Assert.All(
            gradients,
            gradient => Assert.All(Agree.Values(gradient), g => Assert.True(double.IsFinite(g), $"gradient of {input.Loss}: {g}")));
    }
}
