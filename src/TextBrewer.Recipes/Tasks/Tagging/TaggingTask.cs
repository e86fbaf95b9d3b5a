using System.Globalization;
using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Tagging;

/// <summary>A tag for each word: named entities and the like. The first piece of a word carries its tag.</summary>
internal sealed class TaggingTask(TaskSettings settings) : TextTask(settings)
{
    private readonly LabelSet _labels = new(settings.Labels);
    private readonly TagNames _names = new(settings.Labels);

    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(
        RecipeTable table,
        bool labelled = true,
        CancellationToken cancellationToken = default)
    {
        (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(table.Path, Columns(table, labelled));
        Dictionary<string, int> warnings = new(report.Warnings);
        List<TaggedText> texts =
        [
            .. OrderedWork.Select(
                table.Limited(examples, warnings),
                example => Encode(example, table.Path),
                cancellationToken: cancellationToken),
        ];
        int cut = texts.Sum(text => text.Cut);
        if (cut > 0) warnings["words beyond max_length, taken as untagged"] = cut;
        return (new TaggingData(texts, Settings.Labels), new ReadReport(texts.Count, warnings));
    }

    /// <summary>How a file is split: sentences are drawn as they come.</summary>
    internal static IEnumerable<SplitKey> SplitKeysOf(RecipeTable table) =>
        from example in TaggedReader.Read(table.Path, Columns(table, labelled: true)).Examples.Take(table.Limit ?? int.MaxValue)
        select new SplitKey(example.Tags is null ? null : "", string.Join(' ', example.Words));

    /// <summary>Sentences, cut into words as a typed text is.</summary>
    private protected override IEnumerable<EncodedText> Unlabelled(
        IEnumerable<string> sentences,
        RecipeTable train,
        CancellationToken cancellationToken) => OrderedWork.Select(
        sentences,
        sentence => Encode(new TaggedExample([.. WordSplitter.Split(sentence).Select(word => sentence[word.Start..word.End])], null, 0), "")
            .Input,
        cancellationToken: cancellationToken);

    /// <summary>Tokenizes the words of a sentence.</summary>
    public TaggedText Encode(TaggedExample example, string path)
    {
        WordEncoding encoding = Settings.Tokenizer.EncodeWords(example.Words, Settings.MaxLength);
        IReadOnlyList<string>? tags = example.Tags is null ? null : _names.Convert(example.Tags);
        int[] labels = new int[encoding.Ids.Length];
        Array.Fill(labels, TagTarget.None);
        for (int i = 0; i < encoding.Ids.Length; i++)
            if (encoding.First[i]) labels[i] = tags is null
                ? TagTarget.Untagged
                : _labels.IndexOf(new TextExample("", null, tags[encoding.Words[i]], example.Line), path, example.Tags![encoding.Words[i]]);
        return new TaggedText(
            example.Words,
            tags,
            encoding.FirstTokens(example.Words.Count),
            new EncodedText(encoding.Input, new TagTarget(labels))
            {
                Truncated = encoding.Words.DefaultIfEmpty(-1).Max() + 1 < example.Words.Count,
                Views = Settings.Others.Count == 0 ? null : Views(encoding, example.Words),
            });
    }

    /// <summary>The words as teachers cut them that have tokenizers of their own; what their labels are is not asked.</summary>
    private TextViews Views(WordEncoding own, IReadOnlyList<string> words)
    {
        return new TextViews([WordSpans.Of(own, words.Count)], [.. Settings.Others.Select(View)]);

        TextView View(TextTask other)
        {
            WordEncoding encoding = other.Settings.Tokenizer.EncodeWords(words, other.Settings.MaxLength);
            int[] labels = Array.ConvertAll(encoding.First, first => first ? TagTarget.Untagged : TagTarget.None);
            return new TextView(
                new EncodedText(encoding.Input, new TagTarget(labels)),
                [WordSpans.Of(encoding, words.Count)],
                []);
        }
    }

    /// <inheritdoc/>
    public override EncoderConfig Configure(EncoderConfig config) => config.WithLabels(Settings.Labels);

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new TagTarget([.. Enumerable.Repeat(TagTarget.None, tokens)]);

    /// <summary>Words are the file's: the one that has the tag is one to us too, whatever the tokenizer thinks.</summary>
    internal override bool BeginsWord(EncodedText text, int sequence, int place) =>
        ((TagTarget)text.Target).Labels[place] != TagTarget.None;

    /// <inheritdoc/>
    internal override Target ChangedTarget(EncodedText text, IReadOnlyList<int[]> from)
    {
        int[] labels = ((TagTarget)text.Target).Labels;
        return new TagTarget(Array.ConvertAll(from[0], place => labels[place] == TagTarget.None ? TagTarget.None : TagTarget.Untagged));
    }

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts)
    {
        int length = texts.Max(t => t.Length);
        long[] labels = new long[texts.Count * length];
        Array.Fill(labels, TagTarget.None);
        for (int i = 0; i < texts.Count; i++)
        {
            int[] own = ((TagTarget)texts[i].Target).Labels;
            for (int j = 0; j < own.Length; j++) labels[(i * length) + j] = own[j];
        }
        return new TextArrays(texts, Settings.Tokenizer.PadId, new LabelArray(labels, texts.Count, length));
    }

    /// <inheritdoc/>
    public override Signals ToSignals(TextBatch batch, IReadOnlyList<Tensor> outputs) =>
        base.ToSignals(batch, outputs) with
        {
            Labels = batch.Labels,
            LogitsMask = Settings.LabelledTokensOnly
            ? batch.Labels.ge(TagTarget.Untagged)
            : batch.Mask
        };

    /// <summary>
    /// Tags belong to words: where tokenizers differ, the first pieces of a word are compared, or the means over its pieces where all
    /// tokens are distilled.
    /// </summary>
    protected override Signals WithLogitsInView(TextBatch batch, Signals signals, int? view)
    {
        if (signals.Logits is not { } logits || batch.Views is not { } views) return signals;
        Tensor? rows = Settings.LabelledTokensOnly
            ? view is int first ? views.FirstTokens(first) : null
            : view is int other ? views.Means(other) : views.OwnMeans; // (batch, words, length)
        return signals with
        {
            Logits = rows is null ? logits : logits.With([.. logits.Select(values => rows.to(values.dtype).matmul(values))]),
            LogitsMask = views.WordMask,
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Prediction> Predict(IReadOnlyList<PredictionInput> inputs, ModelRun ask) =>
        [.. inputs.Select(input => Entities(input.Text, ask))];

    /// <summary>The tags of a training file, in their order.</summary>
    internal static IReadOnlyList<string> LabelsOf(RecipeTable table)
    {
        IReadOnlyList<TaggedExample> examples = TaggedReader.Read(table.Path, Columns(table, labelled: true)).Examples;
        return LabelSet.AtLeastTwo(TagNames.Of([.. examples.Select(example => example.Tags).OfType<IReadOnlyList<string>>()]), table.Path);
    }

    /// <inheritdoc/>
    internal override IEnumerable<(EncodedText Text, float[][] Logits)> Given(GivenAnswer answer)
    {
        IReadOnlyList<string> words = answer.Words ?? answer.Text?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            ?? throw new FormatException("has no words");
        float[][] logits = OfWords(answer, words.Count);
        TaggedText text = Encode(new TaggedExample(words, null, answer.Line), "");
        float[] values = new float[text.Input.Length * Settings.Labels.Count]; // nothing is asked of other tokens
        for (int word = 0; word < words.Count; word++)
            if (text.Places[word] is >= 0 and int place) logits[word].CopyTo(values, place * Settings.Labels.Count);
        return [(text.Input, [values])];
    }

    private float[][] OfWords(GivenAnswer answer, int words)
    {
        IReadOnlyList<float[]> logits;
        if (answer.Tags is { } tags) logits = [.. _names.Convert(tags).Select(tag => GivenLogits.Certain(tag, Settings.Labels))];
        else if ((answer.Logits ?? answer.Probabilities) is { ValueKind: JsonValueKind.Array } values)
            logits = [.. values.EnumerateArray().Select(word => GivenLogits.OneOf(word, answer.Logits is not null, Settings.Labels))];
        else throw new FormatException("has no tags, and no list of probabilities or logits for its words");
        return logits.Count == words ? [.. logits] : throw new FormatException($"has {words} words and {logits.Count} of their tags");
    }

    /// <summary>The sentences of a file.</summary>
    internal static IEnumerable<GivenAnswer> ExamplesOf(RecipeTable table) =>
        from example in TaggedReader.Read(table.Path, Columns(table, labelled: false)).Examples.Take(table.Limit ?? int.MaxValue)
        select new GivenAnswer { Words = example.Words };

    /// <inheritdoc/>
    protected override Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<Tensor> logits) =>
        ((TokenClassifier)model).Loss(logits[0], batch.Labels);

    private EntitiesPrediction Entities(string text, ModelRun ask)
    {
        EntitySearch search = new(text, Settings.Tokenizer, Settings.Labels, Settings.MaxLength);
        IReadOnlyList<float[][]> outputs = ask(
            [.. search.Parts.Select(part => new EncodedText(part.Input, NoTarget(part.Ids.Length)))]);
        return new EntitiesPrediction(text, search.Entities([.. outputs.Select(output => output[0])]));
    }

    /// <summary>The columns of tagged words.</summary>
    private static TaggedOptions Columns(RecipeTable table, bool labelled) => new()
    {
        Format = table.Kind,
        Encoding = table.Encoding,
        Separator = table.Separator,
        Word = Place(table, table.Text, "text") ?? 0,
        Tag = labelled ? Place(table, table.Label, "label") : -1,
        Labelled = labelled,
    };

    private static int? Place(RecipeTable table, string? column, string key)
    {
        if (column is null) return null;
        return int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int place)
            ? place
            : throw new ConfigurationException(
                $"'{table.Path}': the columns of tagged words have no names, and {key} is '{column}': give its number from 0.");
    }
}
