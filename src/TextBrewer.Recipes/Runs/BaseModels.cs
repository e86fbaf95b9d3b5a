using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// The models that a run's model was made of, as a card names them: by the Hub's name where a <c>config.json</c> has it, else by the
/// folder's. A model that another run made stands for what that run began with.
/// </summary>
internal static partial class BaseModels
{
    /// <summary>Their names; none: the model began with random weights, or its start has no name that the Hub would take.</summary>
    /// <param name="run">The run.</param>
    /// <param name="task">The task whose model it is; empty: there is only one.</param>
    internal static IReadOnlyList<string> Of(RunFacts run, string task)
    {
        HashSet<string> seen = [];
        while (true)
        {
            string? path = run.Trained.Path ?? (run.Trained.Start == InitialLayers.Random ? null
                : run.Teachers.FirstOrDefault(teacher => teacher.Task is null || teacher.Task == task)?.Path);
            if (path is null || !seen.Add(Path.GetFullPath(path))) return [];
            string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (Path.GetDirectoryName(folder) is not { } above || Facts(above) is not { } earlier)
                return Name(folder) is { } name ? [name] : [];
            run = earlier;
        }
    }

    /// <summary>What made a folder; a run.json of another program is none of ours.</summary>
    private static RunFacts? Facts(string folder)
    {
        try
        {
            return RunFacts.Load(folder);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static string? Name(string folder)
    {
        string config = Path.Combine(folder, ModelFiles.Config);
        string? known = File.Exists(config) && JsonNode.Parse(File.ReadAllText(config)) is JsonObject keys
            && keys["_name_or_path"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        return new[] { known, Path.GetFileName(folder) }.FirstOrDefault(name => name is not null && HubName().IsMatch(name));
    }

    // As the Hub has it: a name, or an owner's.
    [GeneratedRegex(@"^([A-Za-z0-9][\w.-]*/)?[A-Za-z0-9][\w.-]*$")]
    private static partial Regex HubName();
}
