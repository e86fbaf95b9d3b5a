using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using static TorchSharp.torch.nn;

namespace OwnModel.Tagging;

/// <summary>
/// A BiLSTM tagger into one of a quarter of its width. The student never sees a tag: it learns from the teacher's logits alone.
/// </summary>
public static class TaggerSample
{
    /// <summary>Trains a teacher, distils it, and measures both.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="observers">Those who look on while the student is distilled.</param>
    public static SampleResult Run(string folder, params ITrainingObserver[] observers)
    {
        IBatchSource<TaggerBatch> sentences = Batches.From(TaggedSentence.Make(count: 800, seed: 1), batchSize: 32, TaggerBatch.Of);
        IBatchSource<TaggerBatch> heldOut = Batches.From(TaggedSentence.Make(count: 200, seed: 2), batchSize: 50, TaggerBatch.Of);
        using BiLstmTagger teacher = new(width: 48, seed: 1), student = new(width: 12, seed: 2);

        new BasicTrainer<TaggerBatch>(new TrainingConfig { OutputDir = Path.Combine(folder, "teacher") }, WithLoss(teacher))
            .Train(sentences, new() { Optimizer = groups => new AdamW(groups, learningRate: 0.01), Steps = 150 });

        double before = Accuracy.Of(Adapt(student), heldOut);
        using BasicDistiller<TaggerBatch> distiller = new(
            new TrainingConfig { OutputDir = Path.Combine(folder, "student") },
            new DistillationConfig { Temperature = 2 },
            Adapt(teacher),
            Adapt(student));
        distiller.Train(
            sentences,
            new() { Optimizer = groups => new AdamW(groups, learningRate: 0.02), Steps = 250, Observers = observers });

        return new(
            "A BiLSTM tagger into one of a quarter of its width, without a single tag",
            Accuracy.Of(Adapt(teacher), heldOut),
            before,
            Accuracy.Of(Adapt(student), heldOut));
    }

    /// <summary>What a tagger's output means; the mask keeps padding out of the loss.</summary>
    public static AdaptedModel<TaggerBatch> Adapt(BiLstmTagger tagger) => Model
        .From(tagger, (TaggerBatch batch) => tagger.call(batch.Words, batch.Lengths))
        .With((batch, logits) => new Signals { Logits = logits, LogitsMask = batch.Mask, Labels = batch.Tags });

    /// <summary>The same with a loss against the tags.</summary>
    public static AdaptedModel<TaggerBatch> WithLoss(BiLstmTagger tagger) => Model
        .From(tagger, (TaggerBatch batch) => tagger.call(batch.Words, batch.Lengths))
        .With((batch, logits) => new Signals
        {
            Losses = functional.cross_entropy(logits.flatten(0, 1), batch.Tags.flatten(), ignore_index: -100)
        });
}
