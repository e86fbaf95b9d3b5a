using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Losses;

/// <summary>
/// <c>dist</c> against values worked out by hand from Eq. 6 to 10 of Huang et al. 2022, and what Pearson's relation is blind to.
/// </summary>
public sealed class StrongerTeacherTests
{
    private static readonly double[,] Student = { { 0.5, 0.3, 0.2 }, { 0.2, 0.2, 0.6 }, { 0.25, 0.5, 0.25 } };
    private static readonly double[,] Teacher = { { 0.6, 0.3, 0.1 }, { 0.1, 0.3, 0.6 }, { 0.2, 0.4, 0.4 } };

    [Theory]
    [InlineData(2, 0, 1.5604282655067065, new[]
    {
        0.06193642639458018, -0.11148556751024415, 0.049549141115663956,
        0.22941573387056172, -0.2294157338705618, 0,
        1, 0, -1,
    })]
    [InlineData(0, 3, 0.7585584662549096, new[]
    {
        -0.567691536528548, 0.3769379226870287, 0.19075361384151934,
        0.05867271961494434, -0.3032256255336611, 0.2445529059187167,
        0.2105048687455939, 0.1298341926891038, -0.3403390614346976,
    })]
    [InlineData(1, 1, 1.0330669548383231, new[]
    {
        -0.1582622989788926, 0.06990319047388747, 0.08835910850500509,
        0.1342654401402623, -0.2157830754465013, 0.081517635306239,
        0.5701682895818646, 0.043278064229701235, -0.6134463538115659,
    })]
    [NoTensorLeaks]
    public void Dist_at_temperature_2_is_worked_out_by_hand(double beta, double gamma, double value, double[] gradient)
    {
        using var scope = NewDisposeScope();
        Tensor student = Logits(Student, 2).requires_grad_(true);
        Tensor loss = new StrongerTeacherDistillation(beta, gamma).Compute(student, Logits(Teacher, 2), Scalar(2), null);
        loss.backward();
        Agree.Assert(value, loss.item<double>(), 1e-12, "dist");
        Agree.Assert(gradient, Agree.Values(student.grad!), 1e-12, "gradient of dist");
    }

    [Fact]
    public void Dist_of_probabilities_that_are_shifted_and_scaled_is_zero()
    {
        using var scope = NewDisposeScope();
        Tensor teacher = tensor(Teacher);
        // A share of an even distribution: every probability is 0.3 times the teacher's, and 0.7/3 more.
        Tensor student = ((0.3 * teacher) + (0.7 / 3)).log().requires_grad_(true);
        Tensor loss = new StrongerTeacherDistillation().Compute(student, teacher.log() + 5, Scalar(1), null);
        loss.backward();
        Assert.Equal(0, loss.item<double>(), 1e-14);
        Assert.All(Agree.Values(student.grad!), g => Assert.Equal(0, g, 1e-13));
        Assert.True(new KullbackLeibler(reverse: false).Compute(student, teacher.log(), Scalar(1), null).item<double>() > 0.05);
    }

    [Fact]
    public void Dist_of_one_position_with_itself_turned_round_is_twice_the_weight()
    {
        using var scope = NewDisposeScope();
        Tensor teacher = tensor(new double[] { 0.5, 0.3, 0.1, 0.1 }, 1, 4), student = 0.5 - teacher; // they sum up to 1 both
        Tensor loss = new StrongerTeacherDistillation(1.5, 9).Compute(student.log(), teacher.log(), Scalar(1), null);
        Assert.Equal(2 * 1.5, loss.item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void Dist_without_a_relation_at_the_teacher_is_zero_and_at_the_student_alone_is_one(ScalarType type)
    {
        using var scope = NewDisposeScope();
        Tensor even = full(4, 3, 0.1, dtype: type), uneven = tensor(new[] { 3, 0, -1.0 }).repeat(4, 1).to(type); // (4, 3), every row alike
        Assert.Equal((0, 0), Compute(uneven, even));
        Assert.Equal((1, 0), Compute(even, uneven)); // within a class the teacher says one thing, so intra is 0

        (double Value, double Gradient) Compute(Tensor student, Tensor teacher)
        {
            student = student.clone().requires_grad_(true);
            Tensor loss = new StrongerTeacherDistillation(1, 7).Compute(student, teacher, tensor(1.0, dtype: type), null);
            loss.backward();
            return (loss.to(ScalarType.Float64).item<double>(), student.grad!.abs().sum().to(ScalarType.Float64).item<double>());
        }
    }

    [Fact]
    public void Dist_between_classes_with_a_temperature_per_position_is_the_mean_of_the_positions()
    {
        using var scope = NewDisposeScope();
        (Tensor student, Tensor teacher) = (tensor(Student).log(), tensor(Teacher).log());
        StrongerTeacherDistillation loss = new(beta: 1, gamma: 0);
        double[] temperatures = [0.5, 2, 7];
        double[] single = [.. temperatures.Select(
            (τ, i) => loss.Compute(student[i..(i + 1)], teacher[i..(i + 1)], Scalar(τ), null).item<double>())];
        Agree.Assert(single.Average(), loss.Compute(student, teacher, tensor(temperatures), null).item<double>(), 1e-12, "dist");
    }

    [Fact]
    public void Dist_of_rank_3_relates_all_positions_of_the_batch()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        (Tensor student, Tensor teacher) = (randn(2, 3, 4, dtype: ScalarType.Float64), randn(2, 3, 4, dtype: ScalarType.Float64));
        StrongerTeacherDistillation loss = new();
        Assert.Equal(
            loss.Compute(student.view(6, 4), teacher.view(6, 4), Scalar(3), null).item<double>(),
            loss.Compute(student, teacher, Scalar(3), null).item<double>());
    }

    private static Tensor Logits(double[,] probabilities, double temperature) => tensor(probabilities).log() * temperature; // (3, 3)

    private static Tensor Scalar(double temperature) => tensor(temperature, dtype: ScalarType.Float64);
}
