using CsCheck;
using TextBrewer.Configuration;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>
/// A student that says what its teacher says has nothing to learn: no gradient, and where the formula is a distance, no loss.
/// </summary>
public sealed class PerfectStudentPropertyTests
{
    private static readonly string[] CrossEntropies = ["ce", "bce", .. LossInput.Softmaxed];

    public static TheoryData<string> Names() => [.. LossInput.Names];

    [Theory, MemberData(nameof(Names))]
    public void Loss_of_a_perfect_student_has_no_gradient_and_where_it_is_a_distance_is_zero(string name) =>
        Gen.Select(LossShape.Any, Gen.Bool).Sample((shape, masked) =>
        {
            using var scope = NewDisposeScope();
            LossInput input = LossInput.Random(name, shape);
            // The cross entropies over attention leave out a part of the softmax where they leave out a key: here they see all of them.
            if (LossInput.Softmaxed.Contains(name)) input = input with { Mask = ones_like(input.Mask!) };
            else if (!masked) input = input with { Mask = null };
            (double value, Tensor[] gradients) = (input with { Teacher = input.Student }).Compute();

            if (!CrossEntropies.Contains(name)) Assert.Equal(0, value, 1e-12);
            Assert.All(gradients, gradient => Assert.All(Agree.Values(gradient), g => Assert.Equal(0, g, 1e-12)));
        }, iter: 40, threads: 1);
}
