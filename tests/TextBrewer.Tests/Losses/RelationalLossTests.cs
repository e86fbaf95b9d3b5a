using System.Runtime.InteropServices;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>
/// The edges of the losses over relations: few examples, equal vectors, layers and heads that do not fit, rows without keys.
/// </summary>
public sealed class RelationalLossTests
{
    public static TheoryData<string> Relational() => ["rkd_distance", "rkd_angle"];

    [Theory, MemberData(nameof(Relational))]
    public void Relational_loss_of_rank_3_takes_the_first_positions_and_no_mask(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher) = (Random(1, 5, 3, 8), Random(2, 5, 4, 6));
        IMatchLoss loss = LossNames.Match.Make(name);
        double value = loss.Compute([student], [teacher], zeros(5, 3)).item<double>();
        Assert.True(value > 0);
        Assert.Equal(loss.Compute([student[.., 0]], [teacher[.., 0]], null).item<double>(), value);
    }

    [Theory, MemberData(nameof(Relational))]
    [NoTensorLeaks]
    public void Relational_loss_of_too_few_examples_is_zero(string name)
    {
        using var scope = NewDisposeScope();
        for (int batch = 0; batch <= (name == "rkd_angle" ? 2 : 1); batch++)
        {
            Tensor student = Random(3, batch, 4).requires_grad_(true);
            Tensor value = LossNames.Match.Make(name).Compute([student], [Random(4, batch, 6)], null);
            value.backward();
            Assert.Equal(0, value.item<double>());
            Assert.Equal(0, student.grad!.abs().sum().item<double>());
        }
    }

    [Theory, MemberData(nameof(Relational))]
    public void Relational_loss_of_equal_vectors_is_finite_with_zero_gradient(string name)
    {
        using var scope = NewDisposeScope();
        Tensor student = ones(4, 3, dtype: ScalarType.Float64, requires_grad: true);
        (double value, double[] gradient) = Compute(name, student, Random(5, 4, 3));
        Assert.True(double.IsFinite(value) && value > 0);
        Assert.All(gradient, g => Assert.Equal(0, g));
        (value, _) = Compute(name, student, ones(4, 3, dtype: ScalarType.Float64));
        Assert.Equal(0, value);
    }

    [Theory, MemberData(nameof(Relational))]
    public void Relational_loss_of_two_equal_vectors_among_others_keeps_the_gradients_small(string name)
    {
        using var scope = NewDisposeScope();
        Tensor student = Random(6, 5, 3);
        student[3] = student[1];
        (double value, double[] gradient) = Compute(name, student.requires_grad_(true), Random(7, 5, 3));
        Assert.True(double.IsFinite(value));
        Assert.All(gradient, g => Assert.True(Math.Abs(g) < 10));
    }

    [Fact]
    public void Rkd_angle_with_two_equal_vectors_is_the_mean_over_triples_one_by_one()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher) = (Random(12, 4, 3), Random(13, 4, 2));
        student[3] = student[1];
        (double[][] s, double[][] t) = (Rows(student), Rows(teacher));
        double[] errors = [.. from i in Enumerable.Range(0, 4)
                              from j in Enumerable.Range(0, 4)
                              from k in Enumerable.Range(0, 4)
                              where i != j && j != k && i != k
                              select SmoothL1(Cosine(s, i, j, k) - Cosine(t, i, j, k))];
        Agree.Assert(errors.Average(), new RelationalAngle().Compute([student], [teacher], null).item<double>(), 1e-12, "rkd_angle");

        static double[][] Rows(Tensor vectors) => [.. Agree.Values(vectors).Chunk((int)vectors.shape[1])];

        static double SmoothL1(double x) => Math.Abs(x) < 1 ? x * x / 2 : Math.Abs(x) - 0.5;

        static double Cosine(double[][] x, int i, int j, int k)
        {
            double[] a = [.. x[i].Zip(x[j], (p, q) => p - q)];
            double[] b = [.. x[k].Zip(x[j], (p, q) => p - q)];
            double sizes = Math.Sqrt(a.Sum(v => v * v) * b.Sum(v => v * v));
            return sizes == 0 ? 0 : a.Zip(b, (p, q) => p * q).Sum() / sizes;
        }
    }

    // TorchSharp's matmul does not catch what torch throws: the whole process ended.
    [Theory]
    [InlineData("mmd", 3, 4)]
    [InlineData("fsp", 2, 6)]
    public void Relation_of_two_layers_that_do_not_fit_is_an_exception(string name, int length, int width)
    {
        using var scope = NewDisposeScope();
        Tensor[] layers = [Random(14, 2, 3, 6), Random(15, 2, length, width)];
        Assert.ThrowsAny<ExternalException>(() => LossNames.Match.Make(name).Compute(layers, layers, null));
    }

    [Fact]
    public void Minilm_relation_of_heads_that_do_not_divide_a_width_says_so()
    {
        using var scope = NewDisposeScope();
        string problem = Assert.Throws<ConfigurationException>(
            () => new MiniLmRelation(4).Compute([Random(8, 2, 3, 10)], [Random(9, 2, 3, 8)], null)).Message;
        Assert.Contains("student's width 10 into 4 heads", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Minilm_relation_of_an_example_without_keys_adds_nothing(ScalarType type)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher) = (Random(10, 2, 3, 4).to(type), Random(11, 2, 3, 8).to(type));
        Tensor mask = tensor(new long[] { 1, 1, 0, 0, 0, 0 }, 2, 3);
        MiniLmRelation loss = new(2);
        double both = loss.Compute([student.requires_grad_(true)], [teacher], mask).to(ScalarType.Float64).item<double>();
        double first = loss.Compute([student[..1]], [teacher[..1]], mask[..1]).to(ScalarType.Float64).item<double>();
        Assert.Equal(first, both);
        Assert.True(first > 0);
    }

    private static (double Value, double[] Gradient) Compute(string name, Tensor student, Tensor teacher)
    {
        Tensor value = LossNames.Match.Make(name).Compute([student], [teacher], null);
        value.backward();
        return (value.item<double>(), Agree.Values(student.grad!));
    }

    private static Tensor Random(int seed, params long[] shape)
    {
        random.manual_seed(seed);
        return randn(shape, dtype: ScalarType.Float64);
    }
}
