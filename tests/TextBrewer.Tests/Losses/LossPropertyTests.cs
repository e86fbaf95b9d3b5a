using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Testing;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>What must hold for every match loss, whatever the numbers.</summary>
public sealed class LossPropertyTests
{
    private static readonly string[] Maskless = ["pkd", "rkd_distance", "rkd_angle"];

    public static TheoryData<string> MatchLosses() => [.. LossNames.Match.Names];

    public static TheoryData<string> MaskedLosses() => [.. LossNames.Match.Names.Where(n => !Maskless.Contains(n) && !n.StartsWith("attention_ce", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(MatchLosses))]
    public void Loss_with_all_zero_mask_is_finite_with_finite_gradient(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor[] student, Tensor[] teacher) = Features(name, seed: 1);
        Tensor value = Make(name).Compute(student, teacher, zeros(3, 5, dtype: ScalarType.Float64));
        value.backward();
        Assert.True(value.isfinite().item<bool>());
        Assert.All(student, s => Assert.True(s.grad!.isfinite().all().item<bool>()));
        if (!Maskless.Contains(name)) Assert.Equal(0, value.item<double>());
    }

    [Theory, MemberData(nameof(MatchLosses))]
    public void Loss_of_zero_vectors_is_finite_with_finite_gradient(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor[] student, Tensor[] teacher) = Features(name, seed: 2);
        foreach (Tensor tensor in student) using (no_grad()) tensor.zero_();
        Tensor value = Make(name).Compute(student, teacher, null);
        value.backward();
        Assert.True(value.isfinite().item<bool>());
        Assert.All(student, s => Assert.True(s.grad!.isfinite().all().item<bool>()));
    }

    // Divided by torch's least norm of 1e-12, a single zero vector once took over a whole step.
    [Theory]
    [InlineData("cos")]
    [InlineData("pkd")]
    public void Loss_of_directions_gives_a_zero_vector_no_gradient(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor[] student, Tensor[] teacher) = Features(name, seed: 4);
        using (no_grad()) student[0][1, 0] = 0;
        Make(name).Compute(student, teacher, null).backward();
        Assert.Equal(0, student[0].grad![1, 0].abs().sum().item<double>());
        Assert.True(student[0].grad!.abs().max().item<double>() is > 0 and < 10);
    }

    [Theory, MemberData(nameof(MaskedLosses))]
    public void Loss_does_not_depend_on_padded_positions(string name)
    {
        using var scope = NewDisposeScope();
        Tensor mask = tensor(new double[] { 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0 }, 3, 5);
        (double value, double[] gradient) = Compute(name, mask, padding: 0);
        (double other, double[] otherGradient) = Compute(name, mask, padding: 7.5);
        Agree.Assert(value, other, 1e-12, name);
        Agree.Assert(gradient, otherGradient, 1e-12, $"gradient of {name}");
    }

    private static IMatchLoss Make(string name) => name == "minilm_relation" ? new MiniLmRelation(heads: 2) : LossNames.Match.Make(name);

    private static (double Value, double[] Gradient) Compute(string name, Tensor mask, double padding)
    {
        (Tensor[] student, Tensor[] teacher) = Features(name, seed: 3);
        Tensor padded = student[0].dim() == 4
            ? (mask.unsqueeze(-1) * mask.unsqueeze(-2)).unsqueeze(1).eq(0) // (batch, 1, length, length)
            : mask.unsqueeze(-1).eq(0); // (batch, length, 1)
        using (no_grad()) foreach (Tensor tensor in student.Concat(teacher)) tensor.masked_fill_(padded, padding);
        Tensor value = Make(name).Compute(student, teacher, mask);
        value.backward();
        return (value.item<double>(), [.. student.SelectMany(s => Agree.Values(s.grad!))]);
    }

    private static (Tensor[] Student, Tensor[] Teacher) Features(string name, int seed)
    {
        random.manual_seed(seed);
        long[] shape = name.StartsWith("attention", StringComparison.Ordinal) ? [3, 2, 5, 5] : [3, 5, 4];
        int layers = Make(name).Layers;
        return ([.. Enumerable.Range(0, layers).Select(_ => randn(shape, dtype: ScalarType.Float64).requires_grad_(true))],
                [.. Enumerable.Range(0, layers).Select(_ => randn(shape, dtype: ScalarType.Float64))]);
    }
}
