using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Reading;
using TorchSharp;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A kind of task: files to examples, examples to batches, and what a model's outputs mean.</summary>
internal abstract class TextTask
{
    /// <summary>Takes the task's settings.</summary>
    protected TextTask(TaskSettings settings) => Settings = settings;

    /// <summary>The task's settings.</summary>
    public TaskSettings Settings { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="table">The file, and what its columns mean.</param>
    /// <param name="labelled">Whether it has labels.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message has file and line.</exception>
    public abstract (TaskData Data, ReadReport Report) Read(
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default);

    /// <summary>Reads a file to train on: what goes into a model, packed, without what a person reads or a score needs.</summary>
    /// <param name="table">The file, and what its columns mean.</param>
    /// <param name="texts">Takes the examples.</param>
    /// <param name="labelled">Whether it has labels.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message has file and line.</exception>
    public virtual ReadReport ReadInto(
        PackedTexts texts,
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default)
    {
        (TaskData data, ReadReport report) = Read(table, labelled, cancellationToken);
        foreach (EncodedText text in data.Inputs) texts.Add(text);
        return report;
    }

    /// <summary>A configuration with this task's labels.</summary>
    public virtual EncoderConfig Configure(EncoderConfig config) => config;

    /// <summary>What stands where an example has no label.</summary>
    /// <param name="tokens">How many tokens it has.</param>
    public abstract Target NoTarget(int tokens);

    /// <summary>Makes the arrays of a batch of examples; safe from many threads.</summary>
    public abstract TextArrays Prepare(IReadOnlyList<EncodedText> texts);

    /// <summary>Makes a batch of examples.</summary>
    public TextBatch Collate(IReadOnlyList<EncodedText> texts)
    {
        using TextArrays arrays = Prepare(texts);
        return new TextBatch(arrays);
    }

    /// <summary>Shuffled batches of similar length, their arrays made ahead on another thread.</summary>
    /// <param name="texts">The examples.</param>
    /// <param name="batchSize">The most examples of a batch.</param>
    /// <param name="maxTokens">The most tokens of a batch, padding included; null: any.</param>
    /// <param name="seed">Decides the order, together with the epoch.</param>
    public IBatchSource<TextBatch> Batches(IReadOnlyList<EncodedText> texts, int batchSize, int? maxTokens, int seed) =>
        Data.Batches.From(
            texts,
            batchSize,
            Prepare,
            arrays => new TextBatch(arrays),
            seed,
            length: t => t.Tokens,
            maxTokens: maxTokens,
            draw: Drawing(seed));

    /// <summary>What models see of an example in an epoch; null: the example itself.</summary>
    /// <param name="seed">The run's; the same one draws the same.</param>
    protected virtual Draw<EncodedText>? Drawing(int seed) => null;

    /// <summary>A model that is trained, with its adaptor, which keeps only the features that the matches name.</summary>
    /// <param name="model">The model.</param>
    /// <param name="distillation">Whose matches name features; null: none.</param>
    public AdaptedModel<TextBatch> Adapt(TaskModel model, DistillationConfig? distillation = null)
    {
        EncoderOutputs wanted = EncoderFeatures.Wanted(distillation);
        return Model.From(model, (TextBatch b) => b.Run(model, wanted)).With((b, o) =>
        {
            Signals signals = EncoderFeatures.Add(ToSignals(b, o.All), o.Encoder);
            return signals with { Losses = Loss(model, b, [.. signals.Logits!.Select(InFloat32)]) };
        });
    }

    /// <summary>
    /// A teacher with its adaptor. It computes what the distillation reads and no more: where that are features alone, it has no logits,
    /// and stops behind the last layer that a match names.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="distillation">What is read.</param>
    public AdaptedModel<TextBatch> AdaptTeacher(TaskModel model, DistillationConfig distillation)
    {
        EncoderOutputs wanted = EncoderFeatures.Wanted(distillation);
        if (EncoderFeatures.ReadLogits(distillation))
            return Model.From(model, (TextBatch b) => b.Run(model, wanted))
                .With((b, o) => EncoderFeatures.Add(ToSignals(b, o.All), o.Encoder));
        int layers = EncoderFeatures.TeacherLayers(distillation) ?? model.Config.NumHiddenLayers;
        return Model.From(model, (TextBatch b) => model.Encode(b.Ids, b.Mask, b.Types, wanted, layers))
            .With((_, o) => EncoderFeatures.Add(new Signals(), o));
    }

    // In mixed precision the products are bfloat16; losses have more digits.
    private static torch.Tensor InFloat32(torch.Tensor logits) =>
        logits.dtype == torch.ScalarType.BFloat16 ? logits.to(torch.ScalarType.Float32) : logits;

    /// <summary>What the outputs of any model mean: logits, masks and labels.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="outputs">The model's raw logits.</param>
    public virtual Signals ToSignals(TextBatch batch, IReadOnlyList<torch.Tensor> outputs) =>
        new() { Logits = new SignalList(outputs), InputsMask = batch.Mask };

    /// <summary>An example as it stands in its file, before anything was drawn for it.</summary>
    public virtual EncodedText AsRead(EncodedText text) => text;

    /// <summary>
    /// What an evaluation keeps of a batch's logits, each (batch, …), padding at the end; the logits themselves where they are few.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="logits">The model's raw logits.</param>
    public virtual IReadOnlyList<torch.Tensor> Kept(TextBatch batch, IReadOnlyList<torch.Tensor> logits) => logits;

    /// <summary>Of what an evaluation keeps of a text, what two models may be compared by, number by number.</summary>
    public virtual IEnumerable<float[]> Comparable(float[][] kept) => kept;

    /// <summary>What a model says about texts that a person types, in their order.</summary>
    /// <param name="inputs">The texts.</param>
    /// <param name="ask">Runs the model.</param>
    /// <exception cref="ConfigurationException">The task needs something that an input has not: a passage, choices.</exception>
    public abstract IReadOnlyList<Prediction> Predict(IReadOnlyList<PredictionInput> inputs, ModelRun ask);

    /// <summary>The loss of the labels, a scalar.</summary>
    protected abstract torch.Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<torch.Tensor> logits);
}
