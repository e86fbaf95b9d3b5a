using System.Text.Json;
using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Objectives;

/// <summary>
/// Z-scores of logits (Sun et al. 2024, Algorithm 1): by hand, before every loss and schedule, with masks and ruled-out classes.
/// </summary>
public sealed class LogitStandardizationTests
{
    private const double Impossible = -10000;

    public static TheoryData<string> Comparing() =>
        [.. LossNames.Distillation.Names.Where(name => LossNames.Distillation.Make(name).ComparesClasses)];

    [Fact]
    [NoTensorLeaks]
    public void Z_scores_have_mean_0_and_the_deviation_of_all_classes()
    {
        using var scope = NewDisposeScope();
        // Mean 3, variance (4 + 1 + 9) / 3 by all three classes, not by two.
        double deviation = Math.Sqrt(14.0 / 3);
        double[] expected = [-2 / deviation, -1 / deviation, 3 / deviation, Math.Sqrt(2), -Math.Sqrt(0.5), -Math.Sqrt(0.5)];
        Tensor logits = tensor(new double[] { 1, 2, 6, 3, 0, 0 }, 2, 3);
        Agree.Assert(expected, Agree.Values(LogitStandardization.Apply(logits)), 1e-14, "z-scores");
    }

    [Fact]
    public void Loss_of_z_scores_and_its_gradient_are_worked_out_by_hand()
    {
        using var scope = NewDisposeScope();
        Tensor student = tensor(new double[] { 1, 2, 6 }, 1, 3).requires_grad_(true);
        DistillationConfig config = new() { KdLossType = "kl", Temperature = 2, LogitStandardization = true };
        Tensor loss = Kd(config, student, tensor(new double[] { 3, 0, 0 }, 1, 3));
        loss.backward();
        Agree.Assert(1.7994175670131782, loss.item<double>(), 1e-12, "kl of z-scores");
        Agree.Assert(
            [-0.12199664001669415, 0.1524958000208676, -0.03049916000417347],
            Agree.Values(student.grad!),
            1e-12,
            "gradient");
    }

    [Theory, MemberData(nameof(Comparing))]
    public void Loss_of_standardised_logits_does_not_see_shift_and_scale_of_either_side(string loss)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        (Tensor s, Tensor t) = (randn(5, 4, dtype: ScalarType.Float64), randn(5, 4, dtype: ScalarType.Float64));
        Tensor labels = tensor(new long[] { 0, 1, 2, 3, -1 });
        DistillationConfig config = new() { KdLossType = loss, Temperature = 2, LogitStandardization = true };
        double value = Kd(config, s, t, labels).item<double>();
        Assert.True(value > 0);
        Agree.Assert(value, Kd(config, (s * 7) + 3, (t * 0.01) - 50, labels).item<double>(), 1e-9, loss);
        double plain = Kd(config with { LogitStandardization = false }, s, t, labels).item<double>();
        Assert.NotEqual(value, plain, 1e-6);
    }

    [Theory]
    [InlineData("""["flsw", 1, 2]""")]
    [InlineData("""["cwsm", 1]""")]
    public void Schedules_of_the_temperature_see_the_z_scores(string json)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        (Tensor s, Tensor t) = (randn(5, 4, dtype: ScalarType.Float64), randn(5, 4, dtype: ScalarType.Float64));
        Named schedule = JsonSerializer.Deserialize<Named>(json)!;
        DistillationConfig config = new() { KdLossType = "kl", TemperatureScheduler = schedule, LogitStandardization = true };
        (Tensor zs, Tensor zt) = (LogitStandardization.Apply(s), LogitStandardization.Apply(t)); // (5, 4)
        double expected = Kd(config with { LogitStandardization = false }, zs, zt).item<double>();
        Assert.Equal(expected, Kd(config, s * 3, t * 9).item<double>(), 1e-12);
    }

    [Fact]
    public void Classes_that_are_ruled_out_leave_the_z_scores_of_the_others_as_they_are()
    {
        using var scope = NewDisposeScope();
        double[] expected = Agree.Values(LogitStandardization.Apply(tensor(new double[] { 1, 2, 6 }, 1, 3)));
        // As they are, rounded to bfloat16, and averaged over teachers.
        foreach (double ruledOut in new[] { Impossible, -9984, -9999.99, double.NegativeInfinity })
        {
            Tensor logits = tensor(new[] { ruledOut, 1, 2, 6, ruledOut }, 1, 5).requires_grad_(true);
            Tensor scores = LogitStandardization.Apply(logits);
            Agree.Assert(expected, Agree.Values(scores[.., 1..4]), 1e-14, "z-scores");
            Assert.Equal([ruledOut, ruledOut], [scores[0, 0].item<double>(), scores[0, 4].item<double>()]);
            scores[.., 1..4].square().sum().backward();
            Assert.All(Agree.Values(logits.grad!), g => Assert.Equal(0, g, 1e-14)); // Σ z² is K, whatever the logits
        }
    }

    [Theory, MemberData(nameof(Comparing))]
    public void Loss_of_positions_in_a_passage_does_not_depend_on_padding_around_it(string loss)
    {
        if (loss == "dist") return; // which relates each class among the positions, and so the padded ones too
        using var scope = NewDisposeScope();
        random.manual_seed(6);
        (Tensor s, Tensor t) = (randn(2, 6, dtype: ScalarType.Float64), randn(2, 6, dtype: ScalarType.Float64));
        Tensor labels = tensor(new long[] { 2, 3 });
        DistillationConfig config = new() { KdLossType = loss, Temperature = 2, LogitStandardization = true };
        double value = Kd(config, Padded(s, 0), Padded(t, 0), labels).item<double>();
        double padded = Kd(config, Padded(s, 5), Padded(t, 5), labels).item<double>();
        // The mean over all elements is of more of them.
        Agree.Assert(value, loss == "mse" ? padded * 11 / 6 : padded, 1e-12, loss);

        Tensor Padded(Tensor logits, int more) =>
            nn.functional.pad(logits, [0, more], value: Impossible).index_fill(1, tensor(new long[] { 0 }), Impossible);
    }

    [Fact]
    public void Masked_positions_stay_out()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(7);
        (Tensor s, Tensor t) = (randn(2, 3, 4, dtype: ScalarType.Float64), randn(2, 3, 4, dtype: ScalarType.Float64));
        Tensor mask = tensor(new long[] { 1, 1, 0, 1, 0, 0 }, 2, 3), kept = mask.to(ScalarType.Bool);
        DistillationConfig config = new() { KdLossType = "kl", LogitStandardization = true };
        double expected = Kd(config, s[kept], t[kept]).item<double>();
        s[0, 2] = double.NaN;
        Assert.Equal(expected, Kd(config, s, t, mask: mask).item<double>(), 1e-12);
        Assert.Equal(0, Kd(config, s, t, mask: zeros_like(mask)).item<double>());
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Logits_that_are_all_equal_have_z_scores_of_0_without_gradient(ScalarType type)
    {
        using var scope = NewDisposeScope();
        // Seven tenths sum up to what is not quite seven times a tenth.
        foreach (double value in new[] { 0, 0.1, -1e3, 1e-30, 123456.789 })
        {
            Tensor logits = full(3, 7, value, dtype: type).requires_grad_(true);
            Tensor scores = LogitStandardization.Apply(logits);
            (scores * arange(7)).sum().backward();
            Assert.All(Agree.Values(scores), z => Assert.Equal(0, z));
            Assert.All(Agree.Values(logits.grad!), g => Assert.Equal(0, g));
        }
    }

    [Theory, MemberData(nameof(Comparing))]
    public void Loss_of_standardised_logits_of_any_size_is_finite_with_finite_gradient(string loss) =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.OneOf(0, 1e-6, 1, 1e3, 1e6), Gen.OneOf(0, 1e-6, 1, 1e3, 1e6), Gen.Bool, Gen.Int[3, 6])
            .Sample((seed, small, large, single, classes) =>
            {
                using var scope = NewDisposeScope();
                random.manual_seed(seed);
                ScalarType type = single ? ScalarType.Float32 : ScalarType.Float64;
                Tensor s = (randn(3, classes, dtype: type) * small).masked_fill(rand(3, classes).lt(0.3), Impossible).requires_grad_(true);
                Tensor t = (randn(3, classes, dtype: type) * large).masked_fill(rand(3, classes).lt(0.3), Impossible);
                DistillationConfig config = new() { KdLossType = loss, LogitStandardization = true };
                Tensor value = Kd(config, s, t, tensor(new long[] { 0, 1, 2 }));
                value.backward();
                Assert.True(double.IsFinite(value.to(ScalarType.Float64).item<double>()));
                Assert.All(Agree.Values(s.grad!), g => Assert.True(double.IsFinite(g)));
            }, iter: 60, threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Too_few_classes_are_refused(int classes)
    {
        using var scope = NewDisposeScope();
        string problem = Assert.Throws<ConfigurationException>(() => LogitStandardization.Apply(zeros(4, classes))).Message;
        Assert.StartsWith($"$.logit_standardization is true, and a position has {classes} logit(s)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_that_looks_at_each_logit_alone_is_refused()
    {
        DistillationConfig config = new() { KdLossType = "bce", LogitStandardization = true };
        string problem = Assert.Single(config.Problems());
        Assert.StartsWith("$.logit_standardization is true, and the KD loss 'bce'", problem, StringComparison.Ordinal);
        Assert.Empty((config with { LogitStandardization = false }).Problems());
        Assert.Single((config with { KdLossType = "bcee" }).Problems());
    }

    private static Tensor Kd(DistillationConfig config, Tensor student, Tensor teacher, Tensor? labels = null, Tensor? mask = null)
    {
        LogitsLoss loss = new(config, DistillationNames.Registered);
        SignalList? masks = mask is null ? null : (SignalList)mask;
        Signals s = new() { Logits = student, LogitsMask = masks, Labels = labels is null ? null : (SignalList)labels };
        return loss.Compute(s, student, new Signals { Logits = teacher, LogitsMask = masks }, teacher, SharedBatch.Whole, out _).Value;
    }
}
