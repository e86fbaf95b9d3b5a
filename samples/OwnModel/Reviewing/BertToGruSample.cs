using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace OwnModel.Reviewing;

/// <summary>
/// A BERT into a bidirectional GRU: another architecture, another tokenizer, another length, and a teacher of one's own that remembers.
/// </summary>
public static class BertToGruSample
{
    /// <summary>
    /// What is distilled: logits, and the last hidden state of each word through a projection whose sizes are read from the models.
    /// </summary>
    public static DistillationConfig Distillation { get; } = new()
    {
        Temperature = 2,
        IntermediateMatches = [new() {
            TeacherLayer = -1,
            StudentLayer = -1,
            Feature = "hidden",
            Loss = "hidden_mse",
            Weight = 0.1,
            Proj = Projection.Auto }],
    };

    /// <summary>Trains a teacher, distils it, and measures both.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="observers">Those who look on while the student is distilled.</param>
    public static SampleResult Run(string folder, params ITrainingObserver[] observers)
    {
        IBatchSource<ReviewBatch> reviews = Batches.From(Review.Make(count: 4000, seed: 1), batchSize: 32, ReviewBatch.Of);
        IBatchSource<ReviewBatch> heldOut = Batches.From(Review.Make(count: 400, seed: 2), batchSize: 100, ReviewBatch.Of);
        using SequenceClassifier bert = Bert(seed: 1);
        using BiGruClassifier student = new(width: 16, seed: 2);

        new BasicTrainer<ReviewBatch>(new TrainingConfig { OutputDir = Path.Combine(folder, "teacher") }, Adapt(bert))
            .Train(reviews, new()
            {
                Optimizer = groups => new AdamW(groups, learningRate: 2e-3),
                Schedule = LearningRateSchedules.Linear(warmup: 0.1),
                Steps = 400
            });

        double before = Accuracy.Of(Adapt(student), heldOut);
        using RememberingTeacher teacher = new(new ModelTeacher<ReviewBatch>(Adapt(bert)));
        using GeneralDistiller<ReviewBatch> distiller = new(
            new TrainingConfig { OutputDir = Path.Combine(folder, "student") },
            Distillation,
            teacher,
            Adapt(student));
        distiller.Train(reviews, new() { Optimizer = groups => new AdamW(groups, learningRate: 0.01), Steps = 300, Observers = observers });

        return new(
            "A BERT into a BiGRU with a tokenizer of its own",
            Accuracy.Of(Adapt(bert), heldOut),
            before,
            Accuracy.Of(Adapt(student), heldOut));
    }

    /// <summary>A small BERT; one of your own comes from <c>PretrainedFolder.LoadClassifier</c>.</summary>
    public static SequenceClassifier Bert(int seed) => new(
        new EncoderConfig
        {
            VocabSize = Pieces.Vocabulary,
            HiddenSize = 48,
            NumHiddenLayers = 2,
            NumAttentionHeads = 4,
            IntermediateSize = 96,
            MaxPositionEmbeddings = 32,
            InitializerRange = 0.1
        }, seed);

    /// <summary>The teacher reads pieces; a word's hidden state is that of its first piece.</summary>
    public static AdaptedModel<ReviewBatch> Adapt(SequenceClassifier bert) => Model
        .From(bert, (ReviewBatch batch) => bert.Forward(batch.Pieces, batch.Pieces.ne(0), wanted: EncoderOutputs.HiddenStates))
        .With((batch, output) => new Signals
        {
            Logits = output.Logits,
            Hidden = [.. output.Encoder.Hidden!.Select(hidden => OfWords(hidden, batch.Begins))], // (batch, words, width)
            Losses = bert.Loss(output.Logits, batch.Labels),
            Labels = batch.Labels,
        });

    private static Tensor OfWords(Tensor hidden, Tensor begins) =>
        hidden.gather(1, begins.unsqueeze(-1).expand(-1, -1, hidden.shape[2]));

    /// <summary>The student reads words.</summary>
    public static AdaptedModel<ReviewBatch> Adapt(BiGruClassifier gru) => Model
        .From(gru, (ReviewBatch batch) => gru.call(batch.Words, batch.Lengths))
        .With((batch, output) => new Signals
        {
            Logits = output.Logits,
            Hidden = output.States,
            InputsMask = batch.Words.ne(0),
            Labels = batch.Labels
        });
}
