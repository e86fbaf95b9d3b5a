using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Features;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Tagging;

/// <summary>A tag for each word: named entities and the like. The first piece of a word carries its tag.</summary>
public sealed class TaggingTask(TaskSettings settings) : TextTask(settings)
{
    private readonly LabelSet _labels = new(settings.Labels);
    private readonly TagNames _names = new(settings.Labels);

    /// <inheritdoc/>
    public override (TaskData Data, ReadReport Report) Read(RecipeTable table, bool labelled = true)
    {
        (IReadOnlyList<TaggedExample> examples, ReadReport report) = TaggedReader.Read(table.Path, table.Tagging(labelled));
        Dictionary<string, int> warnings = new(report.Warnings);
        List<TaggedText> texts = [.. table.Limited(examples, warnings).Select(example => Encode(example, table.Path))];
        int cut = texts.Sum(text => text.Cut);
        if (cut > 0) warnings["words beyond max_length, taken as untagged"] = cut;
        return (new TaggingData(texts, Settings.Labels), new ReadReport(texts.Count, warnings));
    }

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
                : _labels.IndexOf(new TextExample("", null, tags[encoding.Words[i]], example.Line), path);
        return new TaggedText(
            example.Words,
            tags,
            encoding.FirstTokens(example.Words.Count),
            new EncodedText(encoding.Input, new TagTarget(labels)));
    }

    /// <inheritdoc/>
    public override EncoderConfig Configure(EncoderConfig config) => config.WithLabels(Settings.Labels);

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new TagTarget([.. Enumerable.Repeat(TagTarget.None, tokens)]);

    /// <inheritdoc/>
    public override TextBatch Collate(IReadOnlyList<EncodedText> texts)
    {
        int length = texts.Max(t => t.Length);
        long[] labels = new long[texts.Count * length];
        Array.Fill(labels, TagTarget.None);
        for (int i = 0; i < texts.Count; i++)
        {
            int[] own = ((TagTarget)texts[i].Target).Labels;
            for (int j = 0; j < own.Length; j++) labels[(i * length) + j] = own[j];
        }
        return new TextBatch(texts, Settings.Tokenizer.PadId, tensor(labels, texts.Count, length));
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

    /// <inheritdoc/>
    protected override Tensor Loss(TaskModel model, TextBatch batch, IReadOnlyList<Tensor> logits) =>
        ((TokenClassifier)model).Loss(logits[0], batch.Labels);
}
