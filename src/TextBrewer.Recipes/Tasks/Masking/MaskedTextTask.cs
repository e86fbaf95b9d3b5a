using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Masking;

/// <summary>
/// The masked words of plain text, a sentence an example (Devlin et al. 2019): what models are pre-trained by. Logits are computed where a
/// token is to be guessed, and nowhere else.
/// </summary>
internal sealed class MaskedTextTask : TextTask
{
    // What is measured is the same in every run and whatever a run trains with, so that runs can be compared.
    private const int DevSeed = 0, DevEpoch = 0;

    private readonly WordMasking _masking;
    private readonly WordMasking _devMasking;

    internal MaskedTextTask(TaskSettings settings) : base(settings) =>
        (_masking, _devMasking) = (new(settings.Tokenizer, settings.Masking), new(settings.Tokenizer, new RecipeMasking()));

    /// <summary>Reads a file and masks words as BERT does, the same ones each time.</summary>
    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default)
    {
        List<EncodedText> inputs = [];
        ReadReport report = Stream(table, text => inputs.Add(Drawn(text)), cancellationToken);
        return (new MaskedTextData(inputs, Settings.Tokenizer.Tokens), report);
    }

    /// <inheritdoc/>
    public override ReadReport ReadInto(
        PackedTexts texts,
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default) => Stream(table, texts.Add, cancellationToken);

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => MaskTarget.Undrawn;

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts)
    {
        EncodedText[] drawn = [.. texts.Select(Drawn)];
        int most = Math.Max(1, drawn.Max(text => Of(text).Places.Length));
        long[] places = new long[drawn.Length * most], labels = new long[drawn.Length * most];
        Array.Fill(labels, MaskTarget.None);
        for (int i = 0; i < drawn.Length; i++)
        {
            MaskTarget target = Of(drawn[i]);
            for (int j = 0; j < target.Places.Length; j++)
                (places[(i * most) + j], labels[(i * most) + j]) = (target.Places[j], target.Tokens[j]);
        }
        return new TextArrays(
            drawn,
            Settings.Tokenizer.PadId,
            new LabelArray(labels, drawn.Length, most),
            places: new LabelArray(places, drawn.Length, most));
    }

    /// <inheritdoc/>
    public override Signals ToSignals(TextBatch batch, IReadOnlyList<Tensor> outputs) => base.ToSignals(batch, outputs) with
    {
        Labels = batch.Labels,
        LogitsMask = batch.Labels.ge(0), // (batch, places)
    };

    /// <inheritdoc/>
    public override EncodedText AsRead(EncodedText text)
    {
        MaskTarget target = Of(text);
        int[] ids = [.. text.Sequences[0].Ids];
        foreach ((int place, int token) in target.Places.Zip(target.Tokens)) ids[place] = token;
        return text with { Sequences = [text.Sequences[0] with { Ids = ids }], Target = MaskTarget.Undrawn };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Kept(TextBatch batch, IReadOnlyList<Tensor> logits) =>
        MaskGuesses.Of(logits[0], batch.Labels.to(logits[0].device));

    /// <inheritdoc/>
    public override IEnumerable<float[]> Comparable(float[][] kept) => MaskGuesses.Numbers(kept);

    /// <summary>Fills the masks of texts, which stand there as the vocabulary writes them: <c>The [MASK] barks.</c></summary>
    /// <inheritdoc/>
    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<PredictionInput> inputs, ModelRun ask)
    {
        EncodedText[] texts = [.. inputs.Select(Encode)];
        return [.. ask(texts).Select((kept, i) => new MaskedPrediction(
            inputs[i].Text,
            [.. Of(texts[i]).Places.Select((_, mask) => (IReadOnlyList<WordGuess>)[.. new MaskGuesses(kept).All(mask)
                .Select(guess => new WordGuess(MaskGuesses.Name(guess.Token, Settings.Tokenizer.Tokens), guess.Probability))])]))];
    }

    /// <inheritdoc/>
    protected override Draw<EncodedText> Drawing(int seed) => (text, epoch, place) => _masking.Mask(text, seed, epoch, place);

    /// <summary>The sentences of a file of plain text.</summary>
    internal static IEnumerable<GivenAnswer> ExamplesOf(RecipeTable table) =>
        from sentence in RawTextReader.Sentences(table.Path, new Warnings()).Take(table.Limit ?? int.MaxValue)
        select new GivenAnswer { Text = sentence.Text };

    /// <inheritdoc/>
    protected override Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<Tensor> logits) =>
        ((MaskedLanguageModel)model).Loss(logits[0], batch.Labels);

    private ReadReport Stream(RecipeTable table, Action<EncodedText> take, CancellationToken cancellationToken)
    {
        Warnings warnings = new();
        int taken = 0, cut = 0;
        IEnumerable<TextExample> sentences = RawTextReader.Sentences(table.Path, warnings).Take(table.Limit ?? int.MaxValue);
        foreach (EncodedText text in OrderedWork.Select(sentences, Encoded, cancellationToken: cancellationToken))
        {
            take(text);
            taken++;
            if (text.Truncated) cut++;
        }
        warnings.Count("texts cut to max_length", cut);
        return new ReadReport(taken, warnings.Counts);
    }

    private EncodedText Encoded(TextExample sentence)
    {
        (TokenSequence input, bool truncated) = Settings.Tokenizer.EncodeInput(sentence.Text, maxLength: Settings.MaxLength);
        return new EncodedText(input, MaskTarget.Undrawn) { Truncated = truncated };
    }

    /// <summary>A text that nobody has drawn masks for gets those of dev data: the same ones wherever it stands.</summary>
    private EncodedText Drawn(EncodedText text) =>
        Of(text).Places.Length > 0 ? text : _devMasking.Mask(text, DevSeed, DevEpoch, place: unchecked((int)text.Key()));

    /// <summary>A text that a person typed, with the places of its masks.</summary>
    private EncodedText Encode(PredictionInput input)
    {
        ITokenizer tokenizer = Settings.Tokenizer;
        int mask = tokenizer.MaskId!.Value;
        // A mask that is written in a text is that token.
        TokenSequence sequence = tokenizer.EncodeInput(input.Text, maxLength: int.MaxValue).Input;
        if (!sequence.Ids.Contains(mask) || input.Pair is not null) throw new ConfigurationException(
            $"'{input.Text}' is to be a single text with at least one {tokenizer.Tokens[mask]}, in whose place the model puts a word.");
        if (sequence.Length > Settings.MaxLength) throw new ConfigurationException(
            $"A text of {sequence.Length} tokens is longer than the model's {Settings.MaxLength}: leave something out.");
        int[] places = [.. Enumerable.Range(0, sequence.Length).Where(place => sequence.Ids[place] == mask)];
        return new EncodedText(sequence, new MaskTarget(places, [.. places.Select(_ => -1)]));
    }

    private static MaskTarget Of(EncodedText text) => (MaskTarget)text.Target;
}
