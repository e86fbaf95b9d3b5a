using System.Text.Json;
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
        TypedTexts typed = new(["good bad", "the"]) { Passage = "good bad the", Choices = ["good", "bad"] };
        IReadOnlyList<PredictionInput> inputs = model.Kind.Typed(typed);
        // JSON has no NaN: an answer that is none is an error here.
        foreach (Prediction prediction in Predictor.Predict(model, inputs)) _ = JsonSerializer.Serialize(prediction);
    }
}
