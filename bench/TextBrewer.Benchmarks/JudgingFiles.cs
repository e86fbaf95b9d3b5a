using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Benchmarks;

/// <summary>Files that students are judged by; several are judged together, by what is right in all of them.</summary>
/// <param name="Metric">The metric; of several files the share that is right.</param>
/// <param name="Folder">The folder of the files in <c>shared/data</c>.</param>
/// <param name="Files">The files.</param>
internal sealed record JudgingFiles(string Metric, string Folder, params IReadOnlyList<string> Files)
{
    /// <summary>The first so many examples of each file; null: all.</summary>
    internal int? Limit { get; init; }

    /// <summary>Judges what a run saved: its last checkpoint, where the recipe chooses no other.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="recipe">Its recipe.</param>
    internal Judgement Judge(string run, Recipe recipe)
    {
        using LoadedModel student = new(Path.Combine(run, "student"), recipe.Task, recipe.Tokenizer);
        TaskScore[] scores = [.. Files.Select(Table).Select(table => student.Evaluate(student.Read(table)))];
        double value = scores.Length == 1 ? scores[0].Metrics[Metric] : (double)scores.Sum(s => s.Right!.Value) / scores.Sum(s => s.Count);
        return new Judgement(value, 100 * MetricSet.Of(scores[0].Metrics.Keys)[Metric].Fraction(value), scores);
    }

    private RecipeTable Table(string file) => new() { Path = Path.Combine(Places.Shared, "data", Folder, file), Limit = Limit };
}
