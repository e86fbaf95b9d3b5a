using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;

namespace TextBrewer.Recipes.Scaffolding;

/// <summary>A first recipe with comments, made by a look at the data and the teacher: to be checked, run and changed.</summary>
public static class RecipeScaffold
{
    /// <summary>Writes the recipe.</summary>
    /// <param name="settings">What it is made of.</param>
    /// <returns>What was seen, a sentence each.</returns>
    /// <exception cref="ConfigurationException">Data and teacher do not go together, or a recipe is there already: all that is wrong.
    /// </exception>
    public static IReadOnlyList<string> Write(ScaffoldSettings settings)
    {
        List<string> problems = [.. Missing(settings)];
        ScaffoldDraft? draft = null;
        // What data and model say can be asked only where they are there; a recipe that is in the way hides nothing of it.
        if (problems.Count == 0) draft = Try(() => ScaffoldDraft.Of(settings), problems);
        if (File.Exists(settings.Output) && !settings.Force)
            problems.Add($"'{settings.Output}' is there already: name another --output, or give --force.");
        ConfigurationException.ThrowIfAny(problems);
        string directory = Path.GetDirectoryName(Path.GetFullPath(settings.Output))!;
        Directory.CreateDirectory(directory);
        File.WriteAllText(settings.Output, RecipeText.Of(settings, draft!, directory));
        return [.. draft!.Seen, $"{settings.Output} is written."];
    }

    private static IEnumerable<string> Missing(ScaffoldSettings settings)
    {
        if (settings.Teacher is null == settings.Model is null) yield return "Name either a --teacher, which was trained for the data's "
            + "labels and is distilled, or a --model, a pretrained encoder that is trained into one.";
        if (settings.Task is { } task && TaskKinds.Find(task) is null) yield return TaskKinds.Unknown(task);
        else if (settings is { Task: not null, Teacher: not null })
            yield return "--task is for a --model: a teacher's own files say what it was trained for; leave it out.";
        foreach (string file in new[] { settings.Data, settings.Dev }.OfType<string>())
            if (Directory.Exists(file)) yield return $"'{file}' is a folder, and data are a file: name the one in it.";
            else if (!File.Exists(file)) yield return $"There is no data file '{file}'.";
        List<string> problems = [];
        foreach (string folder in new[] { settings.Teacher, settings.Model }.OfType<string>())
            Try(() => NamedModel.Check(folder), problems);
        foreach (string problem in problems) yield return problem;
    }

    /// <summary>What is asked for; null: it cannot be had, and the reason stands with the problems.</summary>
    private static T? Try<T>(Func<T> ask, List<string> problems) where T : class
    {
        try
        {
            return ask();
        }
        catch (Exception problem) when (problem is ConfigurationException or InvalidDataException or IOException)
        {
            problems.Add(problem.Message);
            return null;
        }
    }
}
