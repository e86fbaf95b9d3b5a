using System.Globalization;
using TextBrewer.Losses;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Checks;

/// <summary>
/// A temperature above 1 with a KD loss that does not make up for it: its gradients shrink with the square of the temperature (Hinton,
/// Vinyals and Dean 2015), which matters beside other terms.
/// </summary>
internal sealed class ShrinkingTemperature : ICheck
{
    // What shrinks to less than this is next to nothing.
    private const double Tolerated = 4;

    public IEnumerable<CheckFinding> Look(CheckedRecipe recipe) =>
        recipe.Distillations.SelectMany(place => Look(place.Path, place.Distillation));

    private static IEnumerable<CheckFinding> Look(string path, RecipeDistillation distillation)
    {
        double factor = distillation.Temperature * distillation.Temperature;
        bool hasOthers = distillation.HardLabelWeight > 0 || !distillation.IntermediateMatches.IsEmpty || distillation.Emd is not null;
        if (!hasOthers || distillation.KdLossWeight <= 0 || factor < Tolerated
            || distillation.KdLossWeight >= factor / Tolerated) yield break;
        if (LossNames.Distillation.Make(distillation.KdLossType).HasTemperatureFactor) yield break;
        yield return CheckFinding.Warning(
            $"{path}.temperature",
            string.Create(
                CultureInfo.InvariantCulture,
                $"At temperature {distillation.Temperature:R} the gradients of '{distillation.KdLossType.Name}' are about {factor:R} times "
                    + $"smaller: beside the other terms it counts for little."),
            string.Create(
                CultureInfo.InvariantCulture,
                $"Set kd_loss_weight to {factor:R}, or take a loss that has the factor T²: kl, jsd, dkd, [\"ce\", true]."));
    }
}
