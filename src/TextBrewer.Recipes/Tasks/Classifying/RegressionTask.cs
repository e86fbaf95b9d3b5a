using System.Globalization;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks.Given;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Tasks.Classifying;

/// <summary>A number for single texts and pairs.</summary>
internal sealed class RegressionTask(TaskSettings settings) : SequenceTask(settings with { Labels = [ValueName] }, ProblemType)
{
    internal const string ProblemType = "regression";

    /// <summary>The name of the one output.</summary>
    public const string ValueName = "value";

    /// <inheritdoc/>
    public override Target NoTarget(int tokens) => new ValuesTarget([float.NaN], IsKnown: false);

    /// <inheritdoc/>
    protected override TextArrays Arrays(IReadOnlyList<EncodedText> texts) => new(
        texts,
        Settings.Tokenizer.PadId,
        new LabelArray(texts.Select(t => ((ValuesTarget)t.Target).Values[0]).ToArray(), texts.Count));

    /// <summary>How a file is split: numbers are drawn as they come.</summary>
    internal static IEnumerable<SplitKey> SplitKeysOf(RecipeTable table) =>
        SplitKeysOf(table, Columns(table, labelled: true), example => example.Label is null ? null : "");

    private protected override float[] LogitsOf(GivenAnswer answer) => [answer.Value ?? throw new FormatException("has no value")];

    private protected override Prediction Prediction(PredictionInput input, float[] logits) =>
        new ValuePrediction(input.Text, input.Pair, logits[0]);

    /// <inheritdoc/>
    protected override TaskData DataOf(IReadOnlyList<EncodedText> inputs, IReadOnlyList<ReadableExample> examples) =>
        new RegressionData(inputs, examples);

    /// <inheritdoc/>
    protected override Target TargetOf(TextExample example, string path)
    {
        if (example.Label is not { } text) return NoTarget(0);
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? new ValuesTarget([value], IsKnown: true)
            : throw new InvalidDataException(
                $"'{path}', line {example.Line}: '{text}' is not a number; a regression's label is one, with a point: 3.5. "
                    + HeaderRow.Cure(example.Line, path));
    }
}
