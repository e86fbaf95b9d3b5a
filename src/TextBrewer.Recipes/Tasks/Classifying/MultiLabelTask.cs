using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Single texts and pairs with any number of labels each.</summary>
internal sealed class MultiLabelTask(TaskSettings settings) : SequenceTask(settings, ProblemType)
{
    internal const string ProblemType = "multi_label_classification";

    private readonly LabelSet _labels = new(settings.Labels);

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new ValuesTarget([.. Settings.Labels.Select(_ => -1f)], IsKnown: false);

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts)
    {
        float[] values = [.. texts.SelectMany(t => ((ValuesTarget)t.Target).Values)];
        return new(texts, Settings.Tokenizer.PadId, new LabelArray(values, texts.Count, Settings.Labels.Count));
    }

    /// <inheritdoc/>
    protected override Target TargetOf(TextExample example, string path) =>
        example.Labels is null ? NoTarget(0) : new ValuesTarget(Values(example, path), IsKnown: true);

    /// <inheritdoc/>
    protected override TaskData DataOf(IReadOnlyList<EncodedText> inputs, IReadOnlyList<ReadableExample> examples) =>
        new MultiLabelData(inputs, Settings.Labels, examples);

    /// <inheritdoc/>
    protected override TableOptions Options(RecipeTable table, bool labelled) => LabelColumns(table, labelled);

    /// <summary>How a file is split: by the labels of an example together.</summary>
    internal static IEnumerable<SplitKey> SplitKeysOf(RecipeTable table) => SplitKeysOf(
        table,
        LabelColumns(table, labelled: true),
        example => example.Labels is null ? null : string.Join('\n', example.Labels.Order(StringComparer.Ordinal)));

    /// <summary>The labels of a training file: its label columns in their order, else those found, in ordinal order.</summary>
    internal static IReadOnlyList<string> LabelsOf(RecipeTable table)
    {
        if (table.LabelColumns is { } columns)
            return [.. columns.Select(column => table.LabelNames?.GetValueOrDefault(column, column) ?? column)];
        IEnumerable<TextExample> examples = TableReader.Rows(table.Path, LabelColumns(table, labelled: true), new Warnings());
        IEnumerable<string> found = examples.SelectMany(example => example.Labels ?? []).Distinct();
        return LabelSet.AtLeastTwo(found.Order(StringComparer.Ordinal), table.Path);
    }

    private protected override float[] LogitsOf(GivenAnswer answer) => GivenLogits.AnyOf(answer, Settings.Labels);

    private protected override Prediction Prediction(PredictionInput input, float[] logits)
    {
        Classification answer = Classification.AnyOf(Settings.Labels, logits, truncated: false);
        return new LabelsPrediction(input.Text, input.Pair, answer.Labels, answer.Scores);
    }

    private static TableOptions LabelColumns(RecipeTable table, bool labelled) => Columns(table, labelled) with
    {
        Label = labelled && table.LabelColumns is null ? table.Label ?? "label" : null,
        LabelColumns = labelled ? table.LabelColumns : null,
        LabelSeparator = labelled && table.LabelColumns is null ? table.LabelSeparator ?? "," : null,
    };

    private float[] Values(TextExample example, string path)
    {
        float[] values = new float[Settings.Labels.Count];
        foreach (string label in example.Labels!) values[_labels.IndexOf(example with { Label = label }, path)] = 1;
        return values;
    }
}
