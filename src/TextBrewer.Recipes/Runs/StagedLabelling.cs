using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// <c>label</c> for a recipe of stages: each stage whose teachers are there already, into the store that the stage itself names.
/// </summary>
internal static class StagedLabelling
{
    /// <summary>Labels for stage by stage.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="label">Labels for a recipe without stages.</param>
    /// <param name="host">Who looks on.</param>
    /// <exception cref="ConfigurationException">No stage has anything to label.</exception>
    internal static LabelResult Run(Recipe recipe, Func<Recipe, RunHost, LabelResult> label, RunHost host)
    {
        (string Name, Recipe Recipe, string? LeftOut)[] stages =
            [.. recipe.Stages!.Select(stage => (stage.Name, StageBeginning.Of(recipe, stage))).Select(Looked)];
        host.Refuse(stages.Any(stage => stage.LeftOut is null) ? null
            : "No stage has anything to label.\n" + string.Join('\n', stages.Select(stage => $"Stage {stage.Name}: {stage.LeftOut}")));
        List<LabelledStage> done = [];
        foreach ((string name, Recipe own, string? leftOut) in stages)
        {
            if (done.LastOrDefault()?.Result?.Status == "stopped") break;
            done.Add(new LabelledStage(name, leftOut is null ? One(name, own) : null, leftOut));
        }
        return Together(done);

        LabelResult One(string name, Recipe own)
        {
            host.Say($"Stage {name}.");
            return label(own, host with { Progress = title => host.Progress($"{name}: {title}") });
        }
    }

    private static (string Name, Recipe Recipe, string? LeftOut) Looked((string Name, Recipe Recipe) stage) =>
        (stage.Name, stage.Recipe, Labelling.Nothing(stage.Recipe) ?? Awaiting(stage.Recipe));

    private static string? Awaiting(Recipe recipe) => StageBeginning.Awaited(recipe).FirstOrDefault() is { } stage
        ? $"It needs the model of stage {stage}, which is still to be trained; the run stores what it says as it goes."
        : null;

    private static LabelResult Together(IReadOnlyList<LabelledStage> stages)
    {
        LabelResult[] results = [.. stages.Select(stage => stage.Result).OfType<LabelResult>()];
        // Stages may share a folder; the last of them has seen all that is in it.
        LabelResult[] folders = [.. results.GroupBy(result => result.Folder).Select(folder => folder.Last())];
        return new LabelResult(
            results[^1].Status,
            folders.Length == 1 ? folders[0].Folder : null,
            results.Sum(result => result.Examples),
            results.Sum(result => result.Asked),
            results.Sum(result => result.Stored),
            folders.Sum(folder => folder.Bytes),
            Math.Round(results.Sum(result => result.Seconds), 3))
        {
            Stages = stages,
        };
    }
}
