using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Reading;

namespace TextBrewer.Recipes.Predicting;

/// <summary>Asks a saved model about texts that a person types.</summary>
public static class Predictor
{
    /// <summary>Opens a model; a prediction for each of the texts that are typed for it, in their order.</summary>
    /// <exception cref="ConfigurationException">The model's task needs something that a text has not: a passage, choices.</exception>
    public static IReadOnlyList<Prediction> Predict(PredictionSettings settings, CancellationToken cancellationToken = default)
    {
        using LoadedModel model = settings.Model.Open();
        cancellationToken.ThrowIfCancellationRequested();
        if (settings.Table is { } table) return Predict(model, Rows(table, settings), cancellationToken);
        TypedTexts typed = new(settings.Lines)
        {
            ArePairs = settings.Pairs,
            Passage = settings.Passage,
            Choices = settings.Choices,
        };
        return Predict(model, model.Kind.Typed(typed), cancellationToken);
    }

    /// <summary>A prediction for each input, in their order.</summary>
    /// <exception cref="ConfigurationException">The model's task needs something that an input has not: a passage, choices.</exception>
    /// <exception cref="InvalidDataException">What the model gives is no number.</exception>
    public static IReadOnlyList<Prediction> Predict(
        LoadedModel model,
        IReadOnlyList<PredictionInput> inputs,
        CancellationToken cancellationToken = default) =>
        model.Task.Predict(inputs, texts => Finite(model.Outputs(texts, cancellationToken)));

    /// <summary>The rows of a table: its text, a second text or the passage, and the choices of all.</summary>
    private static IReadOnlyList<PredictionInput> Rows(RecipeTable table, PredictionSettings settings)
    {
        TableOptions options = new()
        {
            Format = table.Kind,
            Delimiter = table.Delimiter,
            Encoding = table.Encoding,
            Text = table.Text ?? new TableOptions().Text,
            Pair = table.Pair,
            Label = null,
            Header = table.Header,
            Where = table.Where,
        };
        IEnumerable<TextExample> rows = TableReader.Rows(table.Path, options, new Warnings()).Take(table.Limit ?? int.MaxValue);
        IReadOnlyList<string>? choices = settings.Choices.Count > 0 ? settings.Choices : null;
        return [.. rows.Select(row => new PredictionInput(row.Text, row.Pair ?? settings.Passage, choices))];
    }

    // Values too large for a number, or a setting of the folder that does not belong to its weights: no answer is better than NaN.
    private static IReadOnlyList<float[][]> Finite(IReadOnlyList<float[][]> outputs) =>
        outputs.All(output => output.All(logits => logits.All(float.IsFinite)))
            ? outputs
            : throw new InvalidDataException("The model answers with NaN or infinite numbers: its weights are damaged, or its config.json "
                + "is another model's. Fetch or train it again.");
}
