using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Reading;
using TorchSharp;
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
    public override TextBatch Collate(IReadOnlyList<EncodedText> texts) =>
        new(texts, Settings.Tokenizer.PadId, tensor(texts.Select(t => (long)((ClassTarget)t.Target).Label).ToArray()));

    /// <inheritdoc/>
    public override Signals ToSignals(TextBatch batch, IReadOnlyList<Tensor> outputs) =>
        base.ToSignals(batch, outputs) with { Labels = batch.Labels };

    /// <summary>The classes of a training file, in ordinal order.</summary>
    internal static IReadOnlyList<string> LabelsOf(RecipeTable table) =>
        LabelSet.Of(TableReader.Read(table.Path, Columns(table, labelled: true)).Examples, table.Path).Names;

    private protected override Prediction Prediction(PredictionInput input, float[] logits)
    {
        Classification answer = Classification.OneOf(Settings.Labels, logits, truncated: false);
        return new ClassPrediction(input.Text, input.Pair, answer.Label, answer.Scores);
    }

    /// <inheritdoc/>
    protected override TaskData Encode(IReadOnlyList<TextExample> examples, string path, IDictionary<string, int> warnings) =>
        new ClassificationData(
            [.. examples.Select(example => Encode(example.Text, example.Pair, new ClassTarget(_labels.IndexOf(example, path))))],
            Settings.Labels,
            Readable(examples));
}
