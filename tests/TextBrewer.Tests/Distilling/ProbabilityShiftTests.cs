using System.Text.Json;
using CsCheck;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

public sealed class ProbabilityShiftTests
{
    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Golden.Json("probability_shift.json").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    [NoTensorLeaks]
    public void Apply_of_golden_case_is_exactly_the_golden_logits(int index)
    {
        JsonElement golden = Golden.Json("probability_shift.json")[index];
        foreach (ScalarType type in new[] { ScalarType.Float64, ScalarType.Float32 })
        {
            using var scope = NewDisposeScope();
            Tensor shifted = ProbabilityShift.Apply(
                Agree.Tensor(golden.GetProperty("logits"), type),
                Agree.Tensor(golden.GetProperty("labels"), ScalarType.Int64));
            Agree.Assert(golden.GetProperty("shifted"), shifted, 0, $"{type}");
        }
    }

    [Fact]
    public void Apply_of_any_logits_leaves_them_as_they_are_and_puts_the_label_first() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 5]).SelectMany(size =>
            Gen.Select(
                Gen.Float[-3, 3].Array[size.Item1 * size.Item2],
                Gen.Int[-2, size.Item2 - 1].Array[size.Item1],
                Gen.Const(size.Item2))).Sample((values, labels, classes) =>
        {
            using var scope = NewDisposeScope();
            float[] rounded = [.. values.Select(v => MathF.Round(v))]; // Ties are common.
            Tensor logits = tensor(rounded, labels.Length, classes);
            Tensor shifted = ProbabilityShift.Apply(logits, tensor(labels));
            Assert.Equal(rounded, logits.data<float>().ToArray());

            float[] after = shifted.data<float>().ToArray();
            for (int row = 0; row < labels.Length; row++)
            {
                float[] expected = rounded[(row * classes)..((row + 1) * classes)];
                int best = Array.IndexOf(expected, expected.Max());
                if (labels[row] >= 0) (expected[labels[row]], expected[best]) = (expected[best], expected[labels[row]]);
                Assert.Equal(expected, after[(row * classes)..((row + 1) * classes)]);
            }
        }, iter: 300, threads: 1);

    // TextBrewer took the last class for an ignored label of rank 2.
    [Fact]
    public void Apply_with_an_ignored_label_leaves_the_position_alone()
    {
        using var scope = NewDisposeScope();
        Tensor shifted = ProbabilityShift.Apply(tensor(new float[] { 5, 1, 2, 5, 1, 2 }, 2, 3), tensor(new long[] { -100, -1 }));
        Assert.Equal([5, 1, 2, 5, 1, 2], shifted.data<float>().ToArray());
    }

    [Fact]
    public void Apply_of_no_positions_is_empty()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0, 3], ProbabilityShift.Apply(zeros(0, 3), zeros(0, dtype: ScalarType.Int64)).shape);
    }

    [Fact]
    public void Apply_with_labels_that_do_not_fit_says_what_to_do()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "A label is 3, but the logits have only 3 classes",
            Problem(zeros(2, 3), tensor(new long[] { 0, 3 })),
            StringComparison.Ordinal);
        Assert.Contains(
            "shape (2) and the logits (2, 5, 3)",
            Problem(zeros(2, 5, 3), tensor(new long[] { 0, 1 })),
            StringComparison.Ordinal);

        static string Problem(Tensor logits, Tensor labels) =>
            Assert.Throws<ConfigurationException>(() => ProbabilityShift.Apply(logits, labels)).Message;
    }
}
