using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Recipes.Tasks.Views;
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

    /// <summary>Reads a file of plain text for what a teacher says about it: examples without labels.</summary>
    /// <param name="texts">Takes the examples.</param>
    /// <param name="file">The file.</param>
    /// <param name="train">The training file, whose examples these resemble.</param>
    /// <param name="cancellationToken">Stops between two examples.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    internal ReadReport ReadRaw(PackedTexts texts, RecipeRaw file, RecipeTable train, CancellationToken cancellationToken)
    {
        Warnings warnings = new();
        IEnumerable<string> sentences = RawTextReader.Sentences(file.Path, warnings)
            .Take(file.Limit ?? int.MaxValue)
            .Select(sentence => sentence.Text);
        int taken = 0;
        foreach (EncodedText text in Unlabelled(sentences, train, cancellationToken))
        {
            texts.Add(text);
            taken++;
            if (text.Truncated) warnings.Count("texts cut to max_length");
        }
        return new ReadReport(taken, warnings.Counts);
    }

    /// <summary>
    /// Makes examples without labels of the sentences of a text, in their order; they resemble those of the training file.
    /// </summary>
    /// <exception cref="NotSupportedException">The kind cannot (<see cref="TaskKind.NoRawText"/>).</exception>
    private protected virtual IEnumerable<EncodedText> Unlabelled(
        IEnumerable<string> sentences,
        RecipeTable train,
        CancellationToken cancellationToken) => throw new NotSupportedException("No examples of this kind can be made of plain text.");

    /// <summary>A configuration with this task's labels.</summary>
    public virtual EncoderConfig Configure(EncoderConfig config) => config;

    /// <summary>What stands where an example has no label.</summary>
    /// <param name="tokens">How many tokens it has.</param>
    public abstract Target NoTarget(int tokens);

    /// <summary>
    /// Whether a token of an example may become another one where its text is augmented; special tokens stay, and the unknown one is a
    /// word.
    /// </summary>
    internal virtual bool MayChange(EncodedText text, int sequence, int place)
    {
        int id = text.Sequences[sequence].Ids[place];
        return id == Settings.Tokenizer.UnknownId || !Settings.Tokenizer.IsSpecial(id);
    }

    /// <summary>Whether a token of an example begins a word; words are changed as a whole.</summary>
    internal virtual bool BeginsWord(EncodedText text, int sequence, int place) =>
        !Settings.Tokenizer.ContinuesWord(text.Sequences[sequence].Ids[place]);

    /// <summary>
    /// What stands in an example's place for its label when its words have changed: none, and what it says of positions, moved with the
    /// words.
    /// </summary>
    /// <param name="text">The example as it was.</param>
    /// <param name="from">For each sequence and token where it, or the word that it replaces, stood.</param>
    internal virtual Target ChangedTarget(EncodedText text, IReadOnlyList<int[]> from) => NoTarget(from[0].Length);

    /// <summary>Makes the arrays of a batch of examples; safe from many threads.</summary>
    public TextArrays Prepare(IReadOnlyList<EncodedText> texts)
    {
        TextArrays arrays = Arrays(texts);
        arrays.Views = ViewArrays.Of(texts, Settings.Others);
        return arrays;
    }

    /// <summary>Makes the arrays of a batch of examples, views left out.</summary>
    protected abstract TextArrays Arrays(IReadOnlyList<EncodedText> texts);

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
    /// <param name="draw">Makes of an example what the models see of it in an epoch; null: as the kind does.</param>
    public IBatchSource<TextBatch> Batches(
        IReadOnlyList<EncodedText> texts,
        int batchSize,
        int? maxTokens,
        int seed,
        Draw<EncodedText>? draw = null) => Data.Batches.From(
        texts,
        batchSize,
        Prepare,
        arrays => new TextBatch(arrays),
        seed,
        length: t => t.Tokens,
        maxTokens: maxTokens,
        draw: draw ?? Drawing(seed));

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
            return InView(b, signals) with { Losses = Loss(model, b, [.. signals.Logits!.Select(InFloat32)]) };
        });
    }

    /// <summary>
    /// What a model says, as it can be compared with what others say whose tokenizers differ: layers at words, logits as the kind has it.
    /// Where all have one tokenizer, as it is.
    /// </summary>
    /// <param name="batch">The batch that the student reads.</param>
    /// <param name="signals">What the model says of its own view of it.</param>
    /// <param name="view">The model's view; null: the batch itself.</param>
    internal Signals InView(TextBatch batch, Signals signals, int? view = null)
    {
        if (batch.Views is not { } views) return signals;
        Signals atWords = WordFeatures.Of(signals, () => view is int other ? views.Means(other) : views.OwnMeans, () => views.Mask);
        return WithLogitsInView(batch, atWords, view) with { InputsMask = views.Mask };
    }

    /// <summary>Signals with their logits where the student's are; those of whole sequences are there.</summary>
    /// <param name="batch">The batch that the student reads, which has views.</param>
    /// <param name="signals">What a model says of its own view of it.</param>
    /// <param name="view">The model's view; null: the batch itself.</param>
    protected virtual Signals WithLogitsInView(TextBatch batch, Signals signals, int? view) => signals;

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

    /// <summary>
    /// The example, or the windows of one, that somebody else's answer is about, each with the logits that say the same: for each of the
    /// model's outputs its values, as many for each token as there are.
    /// </summary>
    /// <exception cref="FormatException">It lacks something, or answers another task; the message goes on from "line 5".</exception>
    /// <exception cref="NotSupportedException">The kind has no such answers.</exception>
    internal virtual IEnumerable<(EncodedText Text, float[][] Logits)> Given(GivenAnswer answer) =>
        throw new NotSupportedException("Nobody else's answers can be learned from in a task of this kind.");

    /// <summary>The loss of the labels, a scalar.</summary>
    protected abstract torch.Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<torch.Tensor> logits);
}
