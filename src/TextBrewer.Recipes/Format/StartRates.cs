using TextBrewer.Models.Encoders;
using TextBrewer.Models.Pretrained;

namespace TextBrewer.Recipes.Format;

/// <summary>The learning rate of a recipe that names none: it depends on whether the weights were trained before.</summary>
internal static class StartRates
{
    /// <summary>For weights that were trained before, whole or cut: TextBrewer's (Yang et al. 2020).</summary>
    internal const double Trained = 1e-4;

    /// <summary>
    /// For a model that starts at random. Three times as much is too high for small transformers with few steps of warm-up: one of width
    /// 312 forgot at 9e-4 what it had learned (docs/students.md).
    /// </summary>
    internal const double AtRandom = 3e-4;

    /// <summary>For a model of a recipe.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">Its configuration; null: it is a folder's.</param>
    /// <param name="teacher">That of the teacher whose layers it may begin with; null: there is none.</param>
    internal static double Of(RecipeModel model, EncoderConfig? config, EncoderConfig? teacher)
    {
        if (config is null) return Trained;
        bool startsFromLayers = model.Initialize is not null && model.Initialize.ToString() != InitialLayers.Random;
        return startsFromLayers && teacher is not null && LayerInitialization.Fits(teacher, config) ? Trained : AtRandom;
    }
}
