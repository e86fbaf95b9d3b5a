using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.TextModels;

/// <summary>The folder that somebody names where a model is wanted.</summary>
internal static class NamedModel
{
    // What a run's folder holds that is a model, as a person would look for it.
    private static readonly string[] Inside = ["student", "model"];

    /// <summary>The folder; an error names the model in it where it is a run's.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="FileNotFoundException">It holds no model.</exception>
    internal static string Check(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no model folder '{folder}'.");
        if (IsModel(new ModelFolder(folder).Path)) return folder;
        string[] models = [.. Inside.Select(name => Path.Combine(folder, name)).Where(IsModel)];
        string cure = models.Length > 0
            ? $"it is the folder of a run, whose models are {string.Join(" and ", models.Select(model => $"'{model}'"))}: name one of them."
            : Directory.EnumerateDirectories(folder).FirstOrDefault(IsModel) is { } inner
                ? $"did you mean '{inner}'?"
                : "name the folder that has the model's weights and its config.json.";
        throw new FileNotFoundException($"'{folder}' has no {ModelFiles.Config}: {cure}", Path.Combine(folder, ModelFiles.Config));
    }

    private static bool IsModel(string folder) => File.Exists(Path.Combine(folder, ModelFiles.Config));
}
