using System.Globalization;
using TextBrewer.Recipes.Format;
using TextBrewer.Schedules;

namespace TextBrewer.Recipes.Checks;

/// <summary>A temperature so low that a teacher's probabilities are zeros and ones: nothing of what it is unsure about is taught.</summary>
internal sealed class FreezingTemperature : ICheck
{
    public IEnumerable<CheckFinding> Look(CheckedRecipe recipe)
    {
        foreach ((string path, RecipeDistillation distillation) in recipe.Distillations)
        {
            double temperature = distillation.Temperature;
            if (distillation.KdLossWeight <= 0 || temperature >= TemperatureSchedules.Floor) continue;
            yield return CheckFinding.Warning(
                $"{path}.temperature",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"At temperature {temperature:R} the teacher's probabilities are zeros and ones, and gradients are "
                        + $"{1 / temperature:G3} times as large."),
                "Usual are 1 to 10.");
        }
    }
}
