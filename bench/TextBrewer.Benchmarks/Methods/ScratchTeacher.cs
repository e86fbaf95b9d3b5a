using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>A teacher that nobody has pretrained: trained once by a sample recipe and kept in <c>bench/cache</c>.</summary>
/// <param name="Sample">The recipe's name in <c>samples/recipes/teachers</c>, without extension.</param>
internal sealed record ScratchTeacher(string Sample)
{
    private string Folder => Path.Combine(Places.Root, "bench", "cache", Sample);

    /// <summary>The model's folder.</summary>
    internal string Model => Path.Combine(Folder, "model");

    /// <summary>Trains it where it is missing; a training that was stopped goes on.</summary>
    /// <param name="say">Takes sentences for a person.</param>
    internal void TrainOnce(Action<string> say)
    {
        if (Directory.Exists(Folder) && RunResult.Load(Folder) is { Status: "completed" }) return;
        say($"There is no teacher in '{Folder}' yet: it is trained once by samples/recipes/teachers/{Sample}.json, and kept there.");
        RunHost host = new() { Say = say };
        if (File.Exists(Path.Combine(Folder, RunFileNames.Recipe))) RecipeRun.Resume(Folder, host);
        else RecipeRun.Train(RecipeFile.Read(Places.Recipe($"teachers/{Sample}.json"), [$"training.output_dir={Folder}"]), host);
    }
}
