using System.Diagnostics;
using System.Text.Json.Nodes;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>One training of the comparison: what its student is worth, and how long it took.</summary>
/// <param name="Percent">The set's metric in percent.</param>
/// <param name="Seconds">
/// Seconds of the processors, from reading the data to the saved student, judging left out: what other programs do hardly counts.
/// </param>
/// <param name="Clock">The same by the clock.</param>
internal sealed record MethodRun(double Percent, double Seconds, double Clock)
{
    // What a trial reads of each file.
    private const int Few = 200;

    /// <summary>Trains and judges.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="entry">The method.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="steps">For a trial: the steps of each stage, on a few examples; null: the whole of it.</param>
    internal static MethodRun Of(MethodSet set, MethodEntry entry, int seed, int? steps)
    {
        using TemporaryFolder folder = new("methods ");
        string raw = folder.In("raw.txt"), output = folder.In("run"), file = folder.In("recipe.json");
        if (entry.ReadsRaw) File.WriteAllLines(raw, steps is null ? set.Raw() : set.Raw().Take(Few));
        JsonObject json = entry.On(set, raw, seed, output);
        if (steps is int few) (json["training"]!["num_steps"], json["data"]!["train"]!["limit"]) = (few, Few);
        File.WriteAllText(file, json.ToJsonString());
        Recipe recipe = RecipeFile.Read(file);
        (long start, TimeSpan before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        RunResult result = RecipeRun.Distill(recipe, new RunHost { Say = Console.Error.WriteLine });
        double clock = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        if (result.Status != "completed") throw new InvalidDataException($"The training has {result.Status} at step {result.Steps}.");
        JudgingFiles files = steps is null ? set.Judge : set.Judge with { Limit = Few };
        return new MethodRun(files.Judge(output, recipe).Percent, seconds, clock);
    }
}
