using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Runs;

/// <summary>Where the stages of a run stand: <c>stages/NAME</c> under its folder; the last one is the run's folder itself.</summary>
/// <param name="root">The run's folder.</param>
/// <param name="stages">Its stages.</param>
internal sealed class StageFolders(string root, IReadOnlyList<RecipeStage> stages)
{
    /// <summary>The stages among which a folder is one, by the recipe of the run around it; null: it is a run of its own.</summary>
    /// <param name="folder">The folder, as a whole path.</param>
    internal static StageFolders? Around(string folder)
    {
        string? among = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)), root = Path.GetDirectoryName(among);
        if (root is null || Path.GetFileName(among) != RecipeStage.Folder) return null;
        string recipe = Path.Combine(root, RunFileNames.Recipe);
        return File.Exists(recipe) && RecipeFile.Read(recipe, [$"training.output_dir={root}"]).Stages is { } stages
            ? new StageFolders(root, stages)
            : null;
    }

    /// <summary>The names of the stages.</summary>
    internal IReadOnlyList<string> Names => [.. stages.Select(stage => stage.Name)];

    /// <summary>A stage's folder.</summary>
    internal string Of(RecipeStage stage) => stage.Name == stages[^1].Name ? root : Path.Combine(root, RecipeStage.Folder, stage.Name);

    /// <summary>A recipe with folders in place of the stages whose models it names.</summary>
    internal Recipe Resolve(Recipe recipe) =>
        RecipePaths.Replace(recipe, path => RecipeStage.Of(path) is { } name ? ModelOf(stages.First(stage => stage.Name == name)) : path);

    /// <summary>A recipe with stages in place of their folders, so that a run's folder may be moved.</summary>
    internal Recipe Restore(Recipe recipe)
    {
        Dictionary<string, string> names = stages.SkipLast(1).ToDictionary(ModelOf, stage => RecipeStage.Reference + stage.Name);
        return RecipePaths.Replace(recipe, path => names.GetValueOrDefault(path, path));
    }

    private string ModelOf(RecipeStage stage) =>
        Path.GetFullPath(Path.Combine(Of(stage), stage.Recipe.Model is null ? RunFileNames.Student : RunFileNames.Model));
}
