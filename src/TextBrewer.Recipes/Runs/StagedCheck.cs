using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Looks at each stage of a recipe before the first has run: a student that an earlier stage will make is looked at as that stage begins
/// with it. A stage whose teacher is still to be trained is looked at when it begins.
/// </summary>
internal static class StagedCheck
{
    /// <summary>Looks at all stages.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="check">Looks at a recipe without stages.</param>
    internal static CheckResult Run(Recipe recipe, Func<Recipe, CheckResult> check)
    {
        IReadOnlyList<RecipeStage> stages = recipe.Stages!;
        List<(RecipeStage Stage, CheckResult Result)> looks = [];
        foreach (RecipeStage stage in stages)
        {
            Recipe begun = StageBeginning.Of(recipe, stage);
            CheckFinding[] waiting = [.. Waiting(begun)];
            looks.Add((stage, waiting.Length > 0 ? new CheckResult { Findings = waiting } : check(begun)));
        }
        CheckResult last = looks[^1].Result;
        CheckedDuration[] durations = [.. looks.Select(look => look.Result.Duration).OfType<CheckedDuration>()];
        return last with
        {
            Findings =
            [
                .. from look in looks
                   from finding in look.Result.Findings
                   select finding with { Where = $"stage {look.Stage.Name}, {finding.Where}" },
            ],
            Duration = durations.Length < stages.Count ? null : last.Duration! with
            {
                Seconds = durations.Sum(duration => duration.Seconds),
                EvaluationSeconds = durations.Sum(duration => duration.EvaluationSeconds),
                Error = durations.Max(duration => duration.Error),
            },
            Seconds = looks.Sum(look => look.Result.Seconds),
        };
    }

    private static IEnumerable<CheckFinding> Waiting(Recipe recipe) =>
        from stage in StageBeginning.Awaited(recipe)
        select CheckFinding.Warning(
            "$",
            $"It needs the model of stage {stage}, which is still to be trained.",
            "The stage is looked at when it begins.");
}
