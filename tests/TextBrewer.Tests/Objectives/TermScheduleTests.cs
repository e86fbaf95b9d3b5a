using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Matching;
using TextBrewer.Objectives;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Tests.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Objectives;

/// <summary>Weights of matches that follow a schedule: their weight times its value at steps taken / steps.</summary>
public sealed class TermScheduleTests
{
    [Fact]
    public void Weight_of_each_match_follows_its_own_schedule_through_a_run()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = DistillationConfig.FromJson("""
            {
              "kd_loss_weight": 2, "kd_loss_weight_scheduler": "linear_decay",
              "intermediate_matches": [
                { "layer_T": 0, "layer_S": 0, "feature": "hidden", "loss": "hidden_mse", "weight": 3, "weight_scheduler": "linear_decay" },
                { "layer_T": 2, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse", "weight": 5, "weight_scheduler": "linear_growth" },
                { "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "cos", "weight": 7 }
              ],
              "emd": { "weight": 11, "weight_scheduler": "linear_growth" }
            }
            """);
        Assert.Equal(config, DistillationConfig.FromJson(config.ToJson()));
        CustomMatch custom = new()
        {
            TeacherModule = "layers.2",
            StudentModule = "layers.1",
            Loss = (s, t, _) => (s - t).square().mean(),
            Weight = 13,
            WeightScheduler = "linear_decay",
            Name = "mine",
        };
        ScalarLog log = new();
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            config,
            teacher.Adapted,
            student.Adapted,
            new DistillationParts { CustomMatches = [custom] });
        distiller.Train(Toy.Source(), Toy.Options(epochs: 2, log));

        Assert.Equal(8, log.Scalars.Count);
        for (int step = 0; step < 8; step++)
        {
            double x = step / 8.0;
            IReadOnlyDictionary<string, double> of = log.Scalars[step];
            double expected = (2 * (1 - x) * of["unweighted_kd_loss"])
                + (3 * (1 - x) * of["unweighted_hidden_hidden_mse_0_0"])
                + (5 * x * of["unweighted_hidden_hidden_mse_1_2"])
                + (7 * of["unweighted_hidden_cos_1_1"])
                + (11 * x * (of["unweighted_embedding_hidden_mse"] + of["unweighted_hidden_hidden_mse_emd"]))
                + (13 * (1 - x) * of["unweighted_mine"]);
            Assert.Equal(expected, of["total_loss"], 1e-12);
        }
    }

    [Fact]
    public void Presets_keep_their_weights_throughout()
    {
        using var scope = NewDisposeScope();
        Signals signals = new()
        {
            Hidden = (Tensor[])[.. Enumerable.Range(0, 3).Select(i => full(2, 3, 4, (double)i, dtype: ScalarType.Float64))],
        };
        using DistillationObjective objective = new(
            new DistillationConfig { IntermediateMatches = "evenly:hidden_mse" },
            new DistillationParts(),
            ScalarType.Float64,
            CPU,
            seed: 0);
        objective.Bind("", signals, signals);
        foreach (double progress in new[] { 0, 0.5, 1 })
            Assert.All(objective.Terms("", signals, signals, progress).Terms, term => Assert.Equal(1, term.Weight));
    }

    [Fact]
    public void Unknown_schedule_is_a_problem_of_its_match()
    {
        DistillationConfig config = DistillationConfig.FromJson("""
            {
              "intermediate_matches": [
                { "layer_T": 0, "layer_S": 0, "feature": "hidden", "loss": "cos", "weight_scheduler": "linear_decya" }
              ],
              "emd": { "weight_scheduler": "linear_grow" }
            }
            """);
        IReadOnlyList<string> problems = config.Problems();
        const string Unknown = "weight_scheduler: There is no weight schedule";
        Assert.StartsWith($"$.intermediate_matches[0].{Unknown} 'linear_decya'", problems[0], StringComparison.Ordinal);
        Assert.StartsWith($"$.emd.{Unknown} 'linear_grow'", problems[1], StringComparison.Ordinal);
        CustomMatch custom = new() { TeacherModule = "a", StudentModule = "b", Loss = (s, _, _) => s, WeightScheduler = "x" };
        Assert.StartsWith(
            "m.weight_scheduler: There is no weight schedule 'x'",
            Assert.Single(custom.Problems("m", DistillationNames.Registered)),
            StringComparison.Ordinal);
    }
}
