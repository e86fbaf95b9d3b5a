using TextBrewer.Naming;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;

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
    public static IReadOnlyList<Prediction> Predict(
        LoadedModel model,
        IReadOnlyList<PredictionInput> inputs,
        CancellationToken cancellationToken = default) =>
        model.Task.Predict(inputs, texts => model.Outputs(texts, cancellationToken));
}
