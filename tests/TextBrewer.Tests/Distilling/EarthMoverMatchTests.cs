using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Objectives;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Distilling;

public sealed class EarthMoverMatchTests
{
    [Fact]
    public void Flow_between_as_many_layers_is_the_best_permutation()
    {
        using var scope = NewDisposeScope();
        Tensor[] teacher = [.. Enumerable.Range(0, 4).Select(i => full(2, 3, 4, (double)i, dtype: ScalarType.Float64))];
        // Student layers 1, 2 and 3 are teacher layers 3, 1 and 2, each off by 0.1: the cheapest flow undoes that.
        Tensor[] student = [teacher[0], teacher[3] + 0.1, teacher[1] + 0.1, teacher[2] + 0.1];
        using DistillationObjective objective = Objective(new EarthMoverConfig { Weight = 2 });
        objective.Bind("", new Signals { Hidden = student }, new Signals { Hidden = teacher });
        IReadOnlyList<LossTerm> terms = objective.Terms("", new Signals { Hidden = student }, new Signals { Hidden = teacher }, 0).Terms;
        Assert.Equal(["unweighted_embedding_hidden_mse", "unweighted_hidden_hidden_mse_emd"], terms.Select(t => t.Name));
        Assert.Equal(0, terms[0].Value.item<double>());
        Assert.Equal(0.01, terms[1].Value.item<double>(), 1e-12);
        Assert.All(terms, term => Assert.Equal(2, term.Weight));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0.25, 1.5)]
    [InlineData(1, 0)]
    public void Weight_follows_its_schedule_in_both_terms(double progress, double weight)
    {
        using var scope = NewDisposeScope();
        Tensor[] hidden = [.. Enumerable.Range(0, 3).Select(i => full(2, 3, 4, (double)i, dtype: ScalarType.Float64))];
        Signals signals = new() { Hidden = hidden };
        using DistillationObjective objective = Objective(new EarthMoverConfig { Weight = 2, WeightScheduler = "linear_decay" });
        objective.Bind("", signals, signals);
        Assert.All(objective.Terms("", signals, signals, progress).Terms, term => Assert.Equal(weight, term.Weight));
    }

    [Fact]
    public void Layers_that_are_cheap_to_match_gain_weight_and_it_is_saved_with_the_run()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(4, 6, seed: 1), student = new(2, 4, seed: 2);
        DistillationConfig config = new() { Emd = new EarthMoverConfig { Proj = Projection.Auto, UpdateWeights = true } };
        ScalarLog log = new();
        using (GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), config, teacher.Adapted, student.Adapted))
        {
            distiller.Train(Toy.Source(), Toy.Options(epochs: 20, log));
            Dictionary<string, Tensor> state = distiller.Projections!.state_dict();
            string[] names =
            [
                "emd_0.bias", "emd_0.weight", "emd_1.bias", "emd_1.weight", "emd_2.bias", "emd_2.weight",
                "emd_student_weights", "emd_teacher_weights",
            ];
            Assert.Equal(names, state.Keys.Order(StringComparer.Ordinal));
            double[] weights = Agree.Values(state["emd_teacher_weights"]);
            Assert.Equal(1, weights.Sum(), 1e-12);
            Assert.NotEqual(weights[0], weights[1]);
        }
        Assert.True(log.Scalars[^1]["unweighted_hidden_hidden_mse_emd"] < log.Scalars[0]["unweighted_hidden_hidden_mse_emd"]);
    }

    [Fact]
    public void Run_with_updated_weights_stopped_and_resumed_ends_with_the_same_weights()
    {
        using TemporaryFolder whole = new(), parts = new();
        using ToyBatch batch = ToyBatch.Of([0, 1, 2, 3]);
        double[] expected = Train(whole, null, null);
        using CancellationTokenSource stop = new();
        Train(parts, stop, null);
        Agree.Assert(expected, Train(parts, null, Checkpoint.Newest(parts.Path)), 1e-12, "weights");

        double[] Train(TemporaryFolder folder, CancellationTokenSource? stop, string? resume)
        {
            using Toy teacher = new(4, 6, seed: 1), student = new(2, 4, seed: 2);
            using GeneralDistiller<ToyBatch> distiller = new(
                Toy.Training(folder),
                new DistillationConfig { Emd = new EarthMoverConfig { Proj = Projection.Auto, UpdateWeights = true } },
                teacher.Adapted,
                student.Adapted);
            ScalarLog log = new() { StopAfter = stop is null ? null : (3, stop) };
            distiller.Train(
                TextBrewer.Data.Batches.Of([batch]),
                Toy.Options(epochs: 8, log) with { ResumeFrom = resume },
                stop?.Token ?? default);
            return student.Weights();
        }
    }

    private static DistillationObjective Objective(EarthMoverConfig emd) =>
        new(new DistillationConfig { Emd = emd }, new DistillationParts(), ScalarType.Float64, CPU, seed: 0);
}
