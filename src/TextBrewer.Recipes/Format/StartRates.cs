using TextBrewer.Models.Encoders;

namespace TextBrewer.Recipes.Format;

/// <summary>The learning rate of a recipe that names none: it depends on whether the weights were trained before.</summary>
internal static class StartRates
{
    /// <summary>For weights that were trained before: TextBrewer's (Yang et al. 2020).</summary>
    internal const double Trained = 1e-4;

    // The warm-up of the formula's paper, whose peak is taken, whatever the run's own warm-up.
    private const double WarmupSteps = 4000;

    /// <summary>
    /// For a model that starts at random, the peak of Vaswani et al. (2017), equation 3, at their warm-up: (width · 4000)^−½. A width of
    /// 512 has 7.0e-4, one of 312 9.0e-4.
    /// </summary>
    internal static double AtRandom(EncoderConfig config) => Math.Pow(config.HiddenSize * WarmupSteps, -0.5);

    /// <summary>For a model of a recipe.</summary>
    /// <param name="model">The model.</param>
    /// <param name="config">Its configuration; null: it is a folder's.</param>
    /// <param name="teacher">That of the teacher whose layers it may begin with; null: there is none.</param>
    internal static double Of(RecipeModel model, EncoderConfig? config, EncoderConfig? teacher)
    {
        if (config is null) return Trained;
        bool startsFromLayers = model.Initialize is not null && model.Initialize.ToString() != InitialLayers.Random;
        return startsFromLayers && teacher is not null && InitialLayers.FitWhole(config, teacher) ? Trained : AtRandom(config);
    }
}
