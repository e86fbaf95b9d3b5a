using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;
using TextBrewer.Schedules;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Checking;

/// <summary>How long and how fast a recipe trains, beyond the rules that stand beside its properties.</summary>
internal static class TrainingRules
{
    internal static IEnumerable<string> Problems(RecipeTraining training, bool hasDev)
    {
        // The rules beside the properties are among these.
        foreach (string problem in training.Problems().Concat(ModelSelection.Problems(training, hasDev)))
            yield return "$.training" + problem[1..];
        if (OptimizerNames.Table.Problem(training.Optimizer) is { } optimizer) yield return $"$.training.optimizer: {optimizer}";
        if (LearningRateSchedules.Names.Problem(training.Schedule) is { } schedule) yield return $"$.training.schedule: {schedule}";
        foreach ((string part, double factor) in training.LearningRates ?? new Dictionary<string, double>())
            if (!double.IsFinite(factor) || factor < 0) yield return FormattableString.Invariant(
                $"$.training.learning_rates.{part} is {factor:R}; it must be 0 or more.");
        if (training.NumSteps is null && training.NumEpochs < 1)
            yield return $"$.training.num_epochs is {training.NumEpochs}; it must be at least 1.";
        if (!double.IsFinite(training.Tau)) yield return FormattableString.Invariant(
            $"$.training.tau is {training.Tau:R}; it must be a number: 0 draws tasks evenly, 1 by size.");
    }
}
