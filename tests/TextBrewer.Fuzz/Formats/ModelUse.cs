using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Loads a model folder and asks the model something.</summary>
internal static class ModelUse
{
    internal static void Ask(string folder)
    {
        using LoadedModel model = new(folder);
        PredictionInput[] inputs = [.. new TypedTexts(["good bad", "the"])
        {
            Passage = "good bad the",
            Choices = ["good", "bad"],
        } is var typed ? model.Kind.Typed(typed) : []];
        foreach (Prediction prediction in Predictor.Predict(model, inputs))
            if (System.Text.Json.JsonSerializer.Serialize(prediction) is { } text && text.Contains("NaN", StringComparison.Ordinal))
                throw new UnwantedException($"The model answers {text}.");
    }
}
