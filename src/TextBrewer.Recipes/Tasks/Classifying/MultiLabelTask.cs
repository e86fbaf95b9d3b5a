using TextBrewer.Recipes.Format;
using TextBrewer.Text.Reading;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Single texts and pairs with any number of labels each.</summary>
public sealed class MultiLabelTask(TaskSettings settings) : SequenceTask(settings, "multi_label_classification")
{
    private readonly LabelSet _labels = new(settings.Labels);

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new ValuesTarget([.. Settings.Labels.Select(_ => -1f)], IsKnown: false);

    /// <inheritdoc/>
    public override TextBatch Collate(IReadOnlyList<EncodedText> texts)
    {
        float[] values = [.. texts.SelectMany(t => ((ValuesTarget)t.Target).Values)];
        return new(texts, Settings.Tokenizer.PadId, tensor(values, texts.Count, Settings.Labels.Count));
    }

    /// <inheritdoc/>
    protected override TaskData Encode(IReadOnlyList<TextExample> examples, string path, IDictionary<string, int> warnings) =>
        new MultiLabelData([.. examples.Select(example => Encode(
            example.Text,
            example.Pair,
            example.Labels is null
                ? NoTarget(0)
                : new ValuesTarget(Values(example, path), IsKnown: true)))], Settings.Labels, Readable(examples));

    /// <inheritdoc/>
    protected override TableOptions Options(RecipeTable table, bool labelled) => table.SeveralLabels(labelled);

    private float[] Values(TextExample example, string path)
    {
        float[] values = new float[Settings.Labels.Count];
        foreach (string label in example.Labels!) values[_labels.IndexOf(example with { Label = label }, path)] = 1;
        return values;
    }
}
