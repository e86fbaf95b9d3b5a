using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Reading;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>What a step costs in counts: reads back, tensors, managed memory. Time is measured by the benchmarks.</summary>
public sealed class StepCostTests
{
    [Theory]
    [InlineData(0, -1)]
    [InlineData(0, 0.001)] // clipping is decided where the gradients are
    [InlineData(3, 0.001)]
    [InlineData(5, -1)]
    public void The_norm_alone_is_read_back_at_steps_that_nobody_wants(int every, double limit)
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        using GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            new DistillationConfig { HardLabelWeight = 1 },
            teacher.Adapted,
            student.Adapted);
        SomeSteps steps = new(every);
        long before = ReadBack.Count;
        distiller.Train(Toy.Source(), Toy.Options(3, steps) with { MaxGradNorm = limit });
        Assert.Equal(12, steps.Asked);
        Assert.Equal(every == 0 ? 0 : 12 / every, steps.Told.Count);
        const int Steps = 12, Checkpoints = 3;
        // The norm of every step and whether the weights of every checkpoint are finite; of a step that somebody wants all losses, at once.
        Assert.Equal(Steps + Checkpoints + steps.Told.Count, ReadBack.Count - before);
        Assert.All(steps.Told, report => Assert.NotNull(report.GradientNorm));
        Assert.All(steps.Told, report => Assert.Contains("total_loss", report.Scalars));
        Assert.All(steps.Told, report => Assert.Equal((report.Step * 3, report.Step - 1), (report.ExamplesSoFar, report.MicroBatch)));
    }

    [Fact]
    public void Step_of_two_encoders_makes_few_tensors_and_little_garbage()
    {
        using TemporaryFolder folder = new();
        EncoderConfig config = new()
        {
            VocabSize = 50,
            HiddenSize = 16,
            NumAttentionHeads = 2,
            IntermediateSize = 32,
            NumHiddenLayers = 4,
            MaxPositionEmbeddings = 16,
        };
        using SequenceClassifier teacher = new(config, seed: 1), student = new(config with { NumHiddenLayers = 2 }, seed: 2);
        using GeneralDistiller<GoldenBatch> distiller = new(
            new TrainingConfig { OutputDir = folder.Path },
            new DistillationConfig { Temperature = 2 },
            Adapted(teacher),
            Adapted(student));
        StepCosts costs = new();
        distiller.Train(Batches.Of([.. Enumerable.Range(0, 20).Select(_ => Batch())]), new()
        {
            Optimizer = groups => new AdamW(groups, 0.01),
            Groups = DecayGroups.Split,
            MaxGradNorm = 1,
            Observers = [costs],
        });
        Assert.InRange(costs.Tensors, 1, 210);
        Assert.InRange(costs.Bytes, 1, 44 * 1024);
    }

    private static AdaptedModel<GoldenBatch> Adapted(SequenceClassifier model) => Model
        .From(model, (GoldenBatch b) => model.Forward(b.Ids, b.Mask))
        .With((b, o) => new Signals { Logits = o.Logits, InputsMask = b.Mask });

    private static GoldenBatch Batch() =>
        new(randint(1, 50, [4, 8]), ones(4, 8, dtype: ScalarType.Int64), zeros(4, dtype: ScalarType.Int64));

    /// <summary>Wants every n-th step; of 0 none.</summary>
    private sealed class SomeSteps(int every) : ITrainingObserver
    {
        internal int Asked { get; private set; }

        internal List<StepReport> Told { get; } = [];

        public bool Wants(long step)
        {
            Asked++;
            return every > 0 && step % every == 0;
        }

        public void Step(StepReport report) => Told.Add(report);
    }

    /// <summary>What the last ten steps of twenty cost, a step, where nobody wants to hear of them.</summary>
    private sealed class StepCosts : ITrainingObserver
    {
        private long _tensors, _bytes;

        internal double Tensors { get; private set; }

        internal double Bytes { get; private set; }

        public bool Wants(long step)
        {
            ThreadDisposeScopeStatistics made = DisposeScopeManager.Statistics;
            long tensors = made.CreatedInScopeCount + made.CreatedOutsideScopeCount, bytes = GC.GetAllocatedBytesForCurrentThread();
            if (step == 10) (_tensors, _bytes) = (tensors, bytes);
            if (step == 20) (Tensors, Bytes) = ((tensors - _tensors) / 10.0, (bytes - _bytes) / 10.0);
            return false;
        }
    }
}
