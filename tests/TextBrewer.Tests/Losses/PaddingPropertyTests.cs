using CsCheck;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>
/// Padding changes neither value nor gradient of a loss that takes a mask, whatever stands there and however much of it there is.
/// </summary>
public sealed class PaddingPropertyTests
{
    private static readonly Gen<double> Filling = Gen.OneOf(Gen.Const(0.0), Gen.Const(7.5), Gen.Const(-1e4));

    public static TheoryData<string> Masked() => [.. LossNames.Match.Names.Except(LossInput.Maskless)];

    [Theory, MemberData(nameof(Masked))]
    public void Loss_does_not_depend_on_padding(string name) =>
        Gen.Select(LossShape.Any, Gen.Int[0, 3], Filling).Sample((shape, more, filling) =>
        {
            using var scope = NewDisposeScope();
            LossInput input = LossInput.Random(name, shape);
            LossInput other = Padded(input, more, filling);
            if (LossInput.Softmaxed.Contains(name)) input = Padded(input, 0, 1); // As models give scores: −10000 at padded keys.
            (double value, Tensor[] gradients) = input.Compute();
            (double otherValue, Tensor[] otherGradients) = other.Compute();

            Agree.Assert(value, otherValue, 1e-10, name);
            foreach ((Tensor gradient, Tensor otherGradient) in gradients.Zip(otherGradients))
            {
                Tensor real = Real(otherGradient, other.Mask!);
                Assert.Equal(0, (otherGradient * (1 - real)).abs().sum().item<double>());
                Tensor first = name.StartsWith("attention", StringComparison.Ordinal)
                    ? otherGradient[.., .., ..shape.Length, ..shape.Length]
                    : otherGradient[.., ..shape.Length];
                Agree.Assert(Agree.Values(gradient), Agree.Values(first), 1e-10, $"gradient of {name}");
            }
        }, iter: 60, threads: 1);

    // What the sentence above leaves out: without −10000 at padded keys, TextBrewer's softmax sees them.
    [Fact]
    public void Attention_cross_entropy_depends_on_padded_keys_that_carry_no_low_score()
    {
        using var scope = NewDisposeScope();
        LossInput input = LossInput
            .Random("attention_ce", new LossShape(1, 2, 1, 1, 1, 1, Seed: 0)) with
        { Mask = tensor(new long[] { 1, 0 }, 1, 2) };
        double value = input.Compute().Value;
        input.Student[0][.., .., .., 1] = 5;
        Assert.NotEqual(value, input.Compute().Value, 1e-3);
    }

    /// <summary>
    /// The input with a filling at padded positions, and with more of them at the end; scores for a softmax are −10000 at padded keys.
    /// </summary>
    private static LossInput Padded(LossInput input, int more, double filling)
    {
        Tensor mask = nn.functional.pad(input.Mask!, [0, more]); // (batch, length + more)
        return input with { Mask = mask, Student = [.. input.Student.Select(Pad)], Teacher = [.. input.Teacher.Select(Pad)] };

        Tensor Pad(Tensor features)
        {
            long[] sides = features.dim() == 4 ? [0, more, 0, more] : [0, 0, 0, more];
            // (batch, heads, length + more, length + more) or (batch, length + more, width)
            Tensor padded = nn.functional.pad(features, sides);
            padded = padded.masked_fill(Real(padded, mask).eq(0), filling);
            return LossInput.Softmaxed.Contains(input.Loss) ? padded.masked_fill(mask.eq(0).unsqueeze(1).unsqueeze(1), -10000) : padded;
        }
    }

    /// <summary>1 where nothing is padded, of a shape that fits the features.</summary>
    private static Tensor Real(Tensor features, Tensor mask) => features.dim() == 4
        ? (mask.unsqueeze(-1) * mask.unsqueeze(-2)).unsqueeze(1) // (batch, 1, length, length)
        : mask.unsqueeze(-1); // (batch, length, 1)
}
