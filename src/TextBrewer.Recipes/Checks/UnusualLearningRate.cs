using System.Globalization;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checks;

/// <summary>A learning rate that transformers do not learn with.</summary>
internal sealed class UnusualLearningRate : ICheck
{
    // Fine-tuning takes 1e-5 to 1e-4; what starts at random bears ten times as much.
    private const double Lowest = 1e-6, Highest = 1e-3, HighestAtRandom = 1e-2;

    public IEnumerable<CheckFinding> Look(CheckedRecipe recipe)
    {
        RecipeTraining training = recipe.Recipe.Training;
        if (training.Optimizer.Name == "sgd") yield break; // its rates are of another scale
        double highest = RandomStudent.IsRandom(recipe) ? HighestAtRandom : Highest;
        string usual = string.Create(CultureInfo.InvariantCulture, $"{Lowest:R} to {highest:R}");
        if (training.Rate < Lowest) yield return CheckFinding.Warning(
            "$.training.learning_rate",
            string.Create(CultureInfo.InvariantCulture, $"A learning rate of {training.Rate:R} is so low that little is learned."),
            $"Usual are {usual}.");
        else if (training.Rate > highest) yield return CheckFinding.Warning(
            "$.training.learning_rate",
            string.Create(
                CultureInfo.InvariantCulture,
                $"A learning rate of {training.Rate:R} is so high that training may diverge."),
            $"Usual are {usual}.");
    }
}
