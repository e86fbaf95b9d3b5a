using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Torch.Collectives;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Runs of several processes, here threads, against the same run of one: whatever is distilled, however the data fall.</summary>
public sealed class SharedBatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> KdLosses() => [.. LossNames.Distillation.Names];

    public static TheoryData<string> MatchLosses() => [.. LossNames.Match.Names.Where(name => LossNames.Match.Make(name).Feature == Features.Hidden)];

    [Theory, MemberData(nameof(KdLosses))]
    public void Every_kd_loss_is_of_the_whole_batch(string name) => AssertSameRun(new DistillationConfig
    {
        KdLossType = name,
        Temperature = 2,
        HardLabelWeight = 0.5,
    });

    [Theory, MemberData(nameof(MatchLosses))]
    public void Every_match_loss_is_of_the_whole_batch(string name)
    {
        LayerIndices layer = LossNames.Match.Make(name).Layers == 2 ? new LayerIndices([1, 2]) : new LayerIndices([2]);
        AssertSameRun(new DistillationConfig
        {
            KdLossWeight = 0,
            IntermediateMatches = [
                new IntermediateMatch { TeacherLayer = layer, StudentLayer = layer, Feature = "hidden", Loss = Loss(name) },
            ],
        });
    }

    [Fact]
    public void Flow_between_layers_and_the_weights_that_it_leaves_are_those_of_the_whole_batch() => AssertSameRun(new DistillationConfig
    {
        Emd = new EarthMoverConfig { UpdateWeights = true },
    });

    [Theory]
    [InlineData("flsw", 1.5, 1.0)]
    [InlineData("cwsm", 1.5)]
    public void Temperature_that_depends_on_the_batch_is_that_of_the_whole(string name, params double[] arguments) =>
        AssertSameRun(new DistillationConfig { TemperatureScheduler = Named.Of(name, arguments) });

    [Fact]
    public void Process_without_a_part_of_a_batch_changes_nothing() =>
        // Twelve examples by fives: the last batch has two for four processes, of which only one labelled or none.
        AssertSameRun(new DistillationConfig { HardLabelWeight = 1, KdLossType = "dkd" }, batchSize: 5, processes: 4);

    [Fact]
    public void Loss_between_examples_of_a_batch_with_fewer_than_processes_changes_nothing() => AssertSameRun(
        new DistillationConfig { KdLossType = "dist", HardLabelWeight = 0 },
        batchSize: 5,
        processes: 4);

    [Fact]
    public void Accumulated_batches_of_different_sizes_count_as_they_do_for_one_process() => AssertSameRun(
        new DistillationConfig { HardLabelWeight = 1 },
        batchSize: 5,
        training: new TrainingConfig { GradientAccumulationSteps = 2 });

    private static Named Loss(string name) => name == "minilm_relation" ? Named.Of(name, 2) : name;

    /// <summary>Trains with one process and with several, and compares the students.</summary>
    private void AssertSameRun(DistillationConfig config, int batchSize = 4, int processes = 3, TrainingConfig? training = null)
    {
        double[] expected = Train(config, batchSize, processes: 1, training)[0];
        double[] start = new Toy(3, 6, seed: 1).Weights();
        Assert.NotEqual(start, expected);
        foreach (double[] weights in Train(config, batchSize, processes, training)) Agree.Assert(expected, weights, 1e-9, "weights");
    }

    private double[][] Train(DistillationConfig config, int batchSize, int processes, TrainingConfig? training)
    {
        // A toy draws its weights from the process's random numbers, and so do all of these.
        Toy[] students = [.. Enumerable.Range(0, processes).Select(_ => new Toy(3, 6, seed: 1))];
        Toy[] teachers = [.. Enumerable.Range(0, processes).Select(_ => new Toy(3, 6, seed: 2))];
        TemporaryFolder folder = new();
        try
        {
            if (processes == 1) return [Fit(SingleCollective.Instance)];
            return ThreadCollective.Run(processes, Fit);
        }
        finally
        {
            folder.Dispose();
            foreach (Toy toy in students.Concat(teachers)) toy.Dispose();
        }

        double[] Fit(ICollective collective)
        {
            Toy student = students[collective.Rank];
            TrainingConfig settings = (training ?? new TrainingConfig()) with { OutputDir = folder.Path };
            using GeneralDistiller<ToyBatch> distiller =
                new(settings, config, teachers[collective.Rank].Adapted, student.Adapted);
            distiller.Train(
                Batches.From([.. Enumerable.Range(0, 12)], batchSize, ToyBatch.Of, seed: 5),
                Toy.Options(epochs: 2) with { Collective = collective });
            return student.Weights();
        }
    }
}
