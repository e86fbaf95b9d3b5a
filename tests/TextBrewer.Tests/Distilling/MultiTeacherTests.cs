using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

public sealed class MultiTeacherTests
{
    [Fact]
    public void Ensemble_gives_the_weighted_mean_of_logits_each_masked_by_its_own_mask()
    {
        using var scope = NewDisposeScope();
        Tensor a = randn(2, 3, 4, dtype: ScalarType.Float64), b = randn(2, 3, 4, dtype: ScalarType.Float64);
        Tensor first = tensor(new long[] { 1, 1, 0, 0, 0, 1 }, 2, 3), second = tensor(new long[] { 0, 1, 1, 1, 0, 0 }, 2, 3);
        EnsembleTeacher<int> ensemble = new(
            [new PrecomputedTeacher<int>(_ => new Signals {
                Logits = a,
                LogitsMask = first }), new PrecomputedTeacher<int>(_ => new Signals { Logits = b, LogitsMask = second })], [3, 1]);

        Signals signals = ensemble.Teach(new(0));

        Tensor expected = (a[first.to(ScalarType.Bool)] * 0.75) + (b[second.to(ScalarType.Bool)] * 0.25);
        Agree.Assert(Agree.Values(expected), Agree.Values(signals.Logits![0]), 1e-15, "mean");
        Assert.Null(signals.LogitsMask);
    }

    [Fact]
    public void Match_that_names_a_teacher_takes_that_teachers_features()
    {
        using TemporaryFolder folder = new();
        using Toy shallow = new(1, 4, seed: 1), deep = new(5, 4, seed: 3), student = new(1, 4, seed: 2);
        DistillationConfig config = new()
        {
            IntermediateMatches = [new() { TeacherLayer = 5, StudentLayer = 1, Feature = "hidden", Loss = "hidden_mse", Teacher = 1 }]
        };
        ScalarLog log = new();
        using (MultiTeacherDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            config,
            [shallow.Adapted, deep.Adapted],
            student.Adapted))
            distiller.Train(Toy.Source(), Toy.Options(epochs: 1, log));
        Assert.Contains("unweighted_hidden_hidden_mse_1_5_teacher1", log.Scalars[0].Keys);

        DistillationConfig wrong = new()
        {
            IntermediateMatches = [new() { TeacherLayer = 1, StudentLayer = 1, Feature = "hidden", Loss = "hidden_mse", Teacher = 2 }]
        };
        using MultiTeacherDistiller<ToyBatch> other = new(Toy.Training(folder), wrong, [shallow.Adapted, deep.Adapted], student.Adapted);
        Assert.Contains(
            "teachers 0 to 1",
            Assert.Throws<ConfigurationException>(() => other.Train(Toy.Source(), Toy.Options())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.0, -1.0)]
    [InlineData(1.0, double.NaN)]
    public void Weights_that_do_not_fit_the_teachers_are_an_error(params double[] weights)
    {
        PrecomputedTeacher<int> teacher = new(_ => new Signals());
        Assert.Contains(
            "weight",
            Assert.Throws<ConfigurationException>(() => new EnsembleTeacher<int>([teacher, teacher], weights)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Teachers_with_different_classes_are_an_error_that_names_them()
    {
        using var scope = NewDisposeScope();
        EnsembleTeacher<int> ensemble = new([new PrecomputedTeacher<int>(
            _ => new Signals { Logits = zeros(2, 3) }), new PrecomputedTeacher<int>(_ => new Signals { Logits = zeros(2, 4) })]);
        Assert.Contains(
            "(2, 3) at teacher 0 and (2, 4) at teacher 1",
            Assert.Throws<ConfigurationException>(() => ensemble.Teach(new(0))).Message,
            StringComparison.Ordinal);
    }
}
