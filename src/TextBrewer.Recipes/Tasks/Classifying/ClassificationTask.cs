using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Reading;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>Single texts and pairs into one class of several.</summary>
internal sealed class ClassificationTask(TaskSettings settings) : SequenceTask(settings, ProblemType)
{
    internal const string ProblemType = "single_label_classification";

    private readonly LabelSet _labels = new(settings.Labels);

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new ClassTarget(-1);

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts) =>
        new(texts, Settings.Tokenizer.PadId, ClassTarget.Labels(texts));

    /// <inheritdoc/>
    public override Signals ToSignals(TextBatch batch, IReadOnlyList<Tensor> outputs) =>
        base.ToSignals(batch, outputs) with { Labels = batch.Labels };

    /// <summary>How a file is split: by class.</summary>
    internal static IEnumerable<SplitKey> SplitKeysOf(RecipeTable table) =>
        SplitKeysOf(table, Columns(table, labelled: true), example => example.Label);

    /// <summary>The classes of a training file, in ordinal order.</summary>
    internal static IReadOnlyList<string> LabelsOf(RecipeTable table) =>
        LabelSet.Of(TableReader.Rows(table.Path, Columns(table, labelled: true), new Warnings()), table.Path).Names;

    private protected override float[] LogitsOf(GivenAnswer answer) => GivenLogits.OneOf(answer, Settings.Labels);

    private protected override Prediction Prediction(PredictionInput input, float[] logits)
    {
        Classification answer = Classification.OneOf(Settings.Labels, logits, truncated: false);
        return new ClassPrediction(input.Text, input.Pair, answer.Label, answer.Scores);
    }

    /// <inheritdoc/>
    protected override Target TargetOf(TextExample example, string path) => new ClassTarget(_labels.IndexOf(example, path));

    /// <inheritdoc/>
    protected override TaskData DataOf(IReadOnlyList<EncodedText> inputs, IReadOnlyList<ReadableExample> examples) =>
        new ClassificationData(inputs, Settings.Labels, examples);
}
