using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>The edges of the losses over logits: no positions, a temperature per position, labels.</summary>
public sealed class DistillationLossTests
{
    public static TheoryData<string> Names() => [.. LossNames.Distillation.Names];

    [Theory, MemberData(nameof(Names))]
    [NoTensorLeaks]
    public void Loss_of_no_positions_is_zero(string name)
    {
        using var scope = NewDisposeScope();
        foreach (long[] positions in new long[][] { [0], [2, 0] })
            foreach (Tensor temperature in new[] { Scalar(4), ones(positions, dtype: ScalarType.Float64) })
            {
                Tensor student = zeros([.. positions, 3], dtype: ScalarType.Float64, requires_grad: true);
                Tensor value = LossNames.Distillation.Make(name)
                    .Compute(student, zeros_like(student), temperature, zeros(positions, dtype: ScalarType.Int64));
                value.backward();
                Assert.Equal(0, value.item<double>());
                Assert.Equal(student.shape, student.grad!.shape);
            }
    }

    // dist relates positions with one another, so that they have no losses of their own.
    public static TheoryData<string> ByPosition() => [.. LossNames.Distillation.Names.Where(name => name != "dist")];

    [Theory, MemberData(nameof(ByPosition))]
    public void Loss_with_a_temperature_per_position_is_the_mean_of_the_positions_losses(string name)
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Example(seed: 1);
        IDistillationLoss loss = LossNames.Distillation.Make(name);
        double[] temperatures = [0.5, 1, 2, 4, 8, 3];
        double[] single = [.. temperatures.Select(
            (τ, i) => loss.Compute(student[i..(i + 1)], teacher[i..(i + 1)], Scalar(τ), labels[i..(i + 1)]).item<double>())];
        Tensor together = loss.Compute(student, teacher, tensor(temperatures), labels);
        Agree.Assert(single.Average(), together.item<double>(), 1e-12, name);
        Tensor rank3 = loss.Compute(student.view(2, 3, 4), teacher.view(2, 3, 4), tensor(temperatures).view(2, 3), labels.view(2, 3));
        Agree.Assert(single.Average(), rank3.item<double>(), 1e-12, $"{name} of rank 3");
    }

    [Theory]
    [InlineData("""["ce", {"t_squared": true}]""", 5.639979485842411)]
    [InlineData("""["ce", true]""", 5.639979485842411)]
    [InlineData("""["ce", {"t_squared": false}]""", 1.4099948714606028)]
    [InlineData("""["ce"]""", 1.4099948714606028)]
    public void Ce_is_multiplied_by_the_squared_temperature_where_that_is_asked_for(string json, double expected)
    {
        using var scope = NewDisposeScope();
        Named named = JsonSerializer.Deserialize<Named>(json)!;
        // The z-scores of (1, 2, 6) and (3, 0, 0).
        Tensor student = tensor(new[] { -0.9258200997725514, -0.4629100498862757, 1.3887301496588271 }, 1, 3);
        Tensor teacher = tensor(new[] { 1.414213562373095, -0.7071067811865475, -0.7071067811865475 }, 1, 3);
        Assert.Equal(expected, LossNames.Distillation.Make(named).Compute(student, teacher, Scalar(2), null).item<double>(), 1e-12);
    }

    [Fact]
    public void Ce_with_a_temperature_per_position_has_each_position_multiplied_by_its_own()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, _) = Example(seed: 6);
        SoftCrossEntropy plain = new(), squared = new(tSquared: true);
        double[] temperatures = [0.5, 1, 2, 4, 8, 3];
        double expected = temperatures.Select((τ, i) =>
            τ * τ * plain.Compute(student[i..(i + 1)], teacher[i..(i + 1)], Scalar(τ), null).item<double>()).Average();
        Agree.Assert(expected, squared.Compute(student, teacher, tensor(temperatures), null).item<double>(), 1e-12, "ce with T²");
        Assert.True(squared.HasTemperatureFactor);
        Assert.False(plain.HasTemperatureFactor);
    }

    [Fact]
    public void Dkd_leaves_out_positions_without_label_in_value_and_gradient()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Example(seed: 2);
        labels[1] = -100;
        labels[4] = -1;
        student.requires_grad_(true);
        Tensor kept = tensor(new long[] { 0, 2, 3, 5 });
        DecoupledDistillation loss = new();

        Tensor value = loss.Compute(student, teacher, Scalar(2), labels);
        value.backward();
        Agree.Assert(
            loss.Compute(student[kept], teacher[kept], Scalar(2), labels[kept]).item<double>(),
            value.item<double>(),
            1e-12,
            "dkd");
        double[] sizes = Agree.Values(student.grad!.abs().sum(-1));
        Assert.Equal([false, true, false, false, true, false], sizes.Select(size => size == 0));
    }

    [Fact]
    public void Dkd_without_any_label_below_the_classes_is_zero_with_zero_gradient()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Example(seed: 3);
        student.requires_grad_(true);
        Tensor value = new DecoupledDistillation().Compute(student, teacher, Scalar(2), labels.fill_(-100));
        value.backward();
        Assert.Equal(0, value.item<double>());
        Assert.All(Agree.Values(student.grad!), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Dkd_of_a_single_class_is_zero_with_zero_gradient()
    {
        using var scope = NewDisposeScope();
        Tensor student = tensor(new double[] { 3, -1e4 }).unsqueeze(-1).requires_grad_(true); // (2, 1)
        Tensor value = new DecoupledDistillation().Compute(student, zeros_like(student), Scalar(2), zeros(2, dtype: ScalarType.Int64));
        value.backward();
        Assert.Equal(0, value.item<double>());
        Assert.All(Agree.Values(student.grad!), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Dkd_takes_labels_of_32_bits()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Example(seed: 4);
        DecoupledDistillation loss = new();
        Assert.Equal(
            loss.Compute(student, teacher, Scalar(2), labels).item<double>(),
            loss.Compute(student, teacher, Scalar(2), labels.to(ScalarType.Int32)).item<double>());
    }

    [Fact]
    public void Dkd_without_labels_or_with_labels_that_do_not_fit_says_what_to_do()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher, Tensor labels) = Example(seed: 5);
        Assert.Contains("set Signals.Labels", Problem(null), StringComparison.Ordinal);
        Assert.Contains("shape (5) and the logits (6, 4)", Problem(labels[..5]), StringComparison.Ordinal);
        Assert.Contains("A label is 4, but the logits have only 4 classes", Problem(labels.fill_(4)), StringComparison.Ordinal);

        string Problem(Tensor? given) =>
            Assert.Throws<ConfigurationException>(() => new DecoupledDistillation().Compute(student, teacher, Scalar(2), given)).Message;
    }

    private static Tensor Scalar(double temperature) => tensor(temperature, dtype: ScalarType.Float64);

    private static (Tensor Student, Tensor Teacher, Tensor Labels) Example(int seed)
    {
        random.manual_seed(seed);
        return (randn(6, 4, dtype: ScalarType.Float64), randn(6, 4, dtype: ScalarType.Float64), tensor(new long[] { 0, 1, 2, 3, 3, 0 }));
    }
}
