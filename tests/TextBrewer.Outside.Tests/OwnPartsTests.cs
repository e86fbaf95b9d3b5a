using OwnModel.Classifying;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;

namespace TextBrewer.Outside.Tests;

/// <summary>A loss, a schedule and a projection of one's own are what the run really uses.</summary>
public sealed class OwnPartsTests
{
    private const string Relative = "unweighted_hidden_relative_0_0";
    private const int Steps = 10;

    [Fact]
    public void Own_schedule_weighs_the_kd_loss_and_the_own_loss_joins_it()
    {
        using TemporaryFolder folder = new();
        RunLog log = Train(folder);
        Assert.Equal(Steps, log.MicroBatches.Count);
        for (int step = 0; step < Steps; step++)
        {
            IReadOnlyDictionary<string, double> scalars = log.MicroBatches[step].Scalars;
            double weight = Math.Min(1, step / (0.2 * Steps));
            Assert.Equal((weight * scalars["unweighted_kd_loss"]) + (0.5 * scalars[Relative]), scalars["total_loss"], 1e-5);
        }
        Assert.Equal(0.5 * log.First(Relative), log.First("total_loss"), 1e-6);
    }

    [Fact]
    public void Own_projection_is_trained_and_saved()
    {
        using TemporaryFolder folder = new();
        Train(folder);
        IReadOnlyDictionary<string, double[]> early = SavedWeights.Projections(folder.Path, 5), late = SavedWeights.Projections(
            folder.Path,
            Steps);
        // Two linear layers around a GELU: the names of a Sequential.
        Assert.Equal(["0.0.bias", "0.0.weight", "0.2.bias", "0.2.weight"], late.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((16 * 24, 96 * 16), (late["0.0.weight"].Length, late["0.2.weight"].Length));
        Assert.All(late, weights => Assert.NotEqual(early[weights.Key], weights.Value));
    }

    [Fact]
    public void Own_loss_that_is_not_handed_over_is_named_where_it_stands()
    {
        using TemporaryFolder folder = new();
        using CnnClassifier teacher = new(8, 96, seed: 1), student = new(8, 24, seed: 2);
        string message = Assert.Throws<ConfigurationException>(() => new GeneralDistiller<PhraseBatch>(
            new TrainingConfig
            {
                OutputDir = folder.Path
            }, ClassifierSample.Distillation, ClassifierSample.Adapt(teacher), ClassifierSample.Adapt(student))).Message;
        Assert.Contains("$.intermediate_matches[0].loss: There is no match loss 'relative'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_with_own_names_stays_plain_data() =>
        Assert.Equal(ClassifierSample.Distillation, DistillationConfig.FromJson(ClassifierSample.Distillation.ToJson()));

    private static RunLog Train(TemporaryFolder folder)
    {
        RunLog log = new();
        using CnnClassifier teacher = new(8, 96, seed: 1), student = new(8, 24, seed: 2);
        using GeneralDistiller<PhraseBatch> distiller = ClassifierSample.Distiller(
            new TrainingConfig { OutputDir = folder.Path, CkptSteps = 5 },
            teacher,
            student);
        LiveTensors.Unchanged(() => distiller.Train(
            Batches.From(Phrase.Make(64, seed: 3), batchSize: 8, PhraseBatch.Of),
            new() { Optimizer = groups => new AdamW(groups, 0.01), Steps = Steps, Observers = [log] }));
        return log;
    }
}
