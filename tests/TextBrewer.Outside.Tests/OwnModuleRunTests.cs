using OwnModel;
using OwnModel.Tagging;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using TorchSharp;

namespace TextBrewer.Outside.Tests;

/// <summary>Checkpoints, resuming and stopping with a module of one's own, and with optimizers of TorchSharp's.</summary>
public sealed class OwnModuleRunTests
{
    private const int Steps = 14, Stop = 5;

    private static readonly Func<IReadOnlyList<ParameterGroup>, IOptimizer> Own = groups => new AdamW(groups, 0.01);

    private static readonly Func<IReadOnlyList<ParameterGroup>, IOptimizer> TorchSharps = groups =>
        new TorchSharpOptimizer(
            groups,
            all => torch.optim.RMSProp(all.SelectMany(group => group.Parameters).Select(parameter => parameter.Value), 0.01));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_that_was_stopped_and_resumed_ends_with_the_same_weights(bool torchSharps)
    {
        using TemporaryFolder whole = new(), parts = new();
        Assert.Equal(TrainingStatus.Completed, Train(whole, torchSharps, new RunLog()).Status);

        using CancellationTokenSource stop = new();
        TrainingResult stopped = Train(parts, torchSharps, new RunLog { StopAfter = (Stop, stop) }, cancellationToken: stop.Token);
        Assert.Equal((TrainingStatus.Stopped, Stop), (stopped.Status, (int)stopped.Steps));
        Assert.Equal(Checkpoint.Folder(parts.Path, Stop), stopped.LastCheckpoint);

        RunLog rest = new();
        TrainingResult resumed = Train(parts, torchSharps, rest, resumeFrom: stopped.LastCheckpoint);
        Assert.Equal((TrainingStatus.Completed, Steps), (resumed.Status, (int)resumed.Steps));
        Assert.Equal(Steps - Stop, rest.MicroBatches.Count);
        // Matrix products of batches made anew may differ in the last bit.
        SavedWeights.Agree(SavedWeights.Model(whole.Path, Steps), SavedWeights.Model(parts.Path, Steps), 1e-12);
        Assert.NotEqual(SavedWeights.Model(parts.Path, Stop)["head.weight"], SavedWeights.Model(parts.Path, Steps)["head.weight"]);
    }

    [Fact]
    public void Optimizer_of_TorchSharp_distils_as_well()
    {
        using TemporaryFolder folder = new();
        using BiLstmTagger teacher = new(width: 6, seed: 1), student = new(width: 4, seed: 2);
        using BasicDistiller<TaggerBatch> distiller = new(
            new TrainingConfig { OutputDir = folder.Path },
            new DistillationConfig(),
            TaggerSample.Adapt(teacher),
            TaggerSample.Adapt(student));
        using TaggerBatch batch = TaggerBatch.Of(TaggedSentence.Make(32, seed: 3));
        RunLog log = new();
        // RMSProp keeps a state from the beginning, and its scalars are made anew at each step: none of them may stay.
        LiveTensors.Unchanged(() => distiller.Train(Batches.Of([batch]), new() { Optimizer = TorchSharps, Steps = 30, Observers = [log] }));
        Assert.True(log.Last("unweighted_kd_loss") < log.First("unweighted_kd_loss"));
    }

    [Fact]
    public void Saved_weights_of_an_own_module_bear_its_names_and_go_back_into_it()
    {
        using TemporaryFolder folder = new();
        Train(folder, torchSharps: false, new RunLog());
        Assert.Equal(
            [
                "head.bias",
                "head.weight",
                "lstm.bias_hh_l0",
                "lstm.bias_hh_l0_reverse",
                "lstm.bias_ih_l0",
                "lstm.bias_ih_l0_reverse",
                "lstm.weight_hh_l0",
                "lstm.weight_hh_l0_reverse",
                "lstm.weight_ih_l0",
                "lstm.weight_ih_l0_reverse",
                "words.weight",
            ],
            SavedWeights.Model(folder.Path, Steps).Keys.Order(StringComparer.Ordinal));

        using BiLstmTagger loaded = new(width: 4, seed: 9);
        using Torch.Weights.SafetensorsFile file = Torch.Weights.SafetensorsFile
            .Open(Path.Combine(Checkpoint.Newest(folder.Path)!, "model.safetensors"));
        Torch.Weights.StateDict.Load(loaded, file).ThrowIfIncomplete(folder.Path);
        Agree.Assert(
            SavedWeights.Model(folder.Path, Steps)["words.weight"],
            Agree.Values(loaded.state_dict()["words.weight"]),
            1e-6,
            "words.weight");
    }

    [Fact]
    public void Padding_has_no_influence_on_what_a_tagger_learns()
    {
        TaggedSentence[] sentences = [.. TaggedSentence.Make(12, seed: 3).Where(sentence => sentence.Words.Length < 9)];
        TaggedSentence longest = TaggedSentence.Make(40, seed: 4).First(sentence => sentence.Words.Length == 12);
        using TaggerBatch alone = TaggerBatch.Of(sentences), padded = TaggerBatch.Of([.. sentences, longest]);
        // The longest sentence makes the batch longer, and is left out itself.
        using (torch.NewDisposeScope()) padded.Mask[^1].zero_();
        Assert.True(padded.Words.shape[1] > alone.Words.shape[1]);
        SavedWeights.Agree(Learnt(alone), Learnt(padded), 1e-12);

        static IReadOnlyDictionary<string, double[]> Learnt(TaggerBatch batch)
        {
            using TemporaryFolder folder = new();
            Train(folder, torchSharps: false, new RunLog(), batches: Batches.Of([batch]));
            return SavedWeights.Model(folder.Path, Steps);
        }
    }

    [Fact]
    public void Accuracy_leaves_the_mode_and_no_tensors_behind()
    {
        using BiLstmTagger tagger = new(width: 4, seed: 2);
        IBatchSource<TaggerBatch> batches = Batches.From(TaggedSentence.Make(40, seed: 3), batchSize: 8, TaggerBatch.Of);
        LiveTensors.Unchanged(() => Assert.InRange(Accuracy.Of(TaggerSample.Adapt(tagger), batches), 0.1, 0.6));
        Assert.True(tagger.training);
    }

    private static TrainingResult Train(
        TemporaryFolder folder,
        bool torchSharps,
        RunLog log,
        string? resumeFrom = null,
        IBatchSource<TaggerBatch>? batches = null,
        CancellationToken cancellationToken = default)
    {
        using BiLstmTagger teacher = new(width: 6, seed: 1), student = new(width: 4, seed: 2);
        foreach (BiLstmTagger tagger in (BiLstmTagger[])[teacher, student]) tagger.to(torch.ScalarType.Float64);
        using BasicDistiller<TaggerBatch> distiller = new(
            new TrainingConfig { OutputDir = folder.Path },
            new DistillationConfig(),
            TaggerSample.Adapt(teacher),
            TaggerSample.Adapt(student));
        // Two epochs and a third, so that a resume has to find its place within one.
        batches ??= Batches.From(TaggedSentence.Make(48, seed: 3), batchSize: 8, TaggerBatch.Of, seed: 4);
        TrainingResult? result = null;
        LiveTensors.Unchanged(() => result = distiller.Train(
            batches, new()
            {
                Optimizer = torchSharps ? TorchSharps : Own,
                Steps = Steps,
                Observers = [log],
                ResumeFrom = resumeFrom
            }, cancellationToken));
        return result!;
    }
}
