using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// A student that tries which of its teacher's layers it had best begin with: <c>"search"</c>, or <c>{ "search": { "steps": 50 } }</c>.
/// </summary>
internal sealed record LayerSearch
{
    internal const string Name = "search";

    // Four trials of this many cost a fifth of the run; fewer steps favour starts that end worse (docs/students.md).
    private const int Share = 20, Fewest = 10, Most = 200;

    /// <summary>The optimizer steps of each trial; null: a twentieth of the run's, from 10 to 200, and no more than the run has.</summary>
    [AtLeast(1)]
    public int? Steps { get; init; }

    /// <summary>The optimizer steps of each trial of a run.</summary>
    /// <param name="runSteps">The run's own.</param>
    internal int StepsOf(long runSteps) => Steps ?? (int)Math.Min(runSteps, Math.Clamp(runSteps / Share, Fewest, Most));

    /// <summary>What <c>initialize</c> says about it, which was checked; null: the layers are known.</summary>
    internal static LayerSearch? Of(JsonNode? initialize) => initialize switch
    {
        JsonValue value when value.TryGetValue(out string? name) && name == Name => new(),
        JsonObject form => form.Deserialize<Form>(RecipeJson.Options)!.Search,
        _ => null,
    };

    /// <summary>What is wrong with it as an object, each a sentence with its JSON path.</summary>
    internal static IEnumerable<string> Problems(JsonObject initialize, string path)
    {
        IReadOnlyList<string> problems = ConfigurationWalk.Over<Form>(initialize, RecipeJson.Options).Problems;
        foreach (string problem in problems) yield return problem.Replace("$", path, StringComparison.Ordinal);
        if (problems.Count > 0) yield break;
        foreach (string problem in RuleAttribute.Problems(Of(initialize)!, $"{path}.{Name}")) yield return problem;
    }

    private sealed record Form
    {
        public required LayerSearch Search { get; init; }
    }
}
