using System.Globalization;
using TextBrewer.Benchmarks.Plain;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>
/// How long the plain loop takes for TextBrewer's own recipe, in seconds of the processors, as runs are measured: every batch is padded to
/// the same length and costs the same, so the median of some steps stands for all. A classifier stands for any head, which costs next to
/// nothing beside the encoders.
/// </summary>
internal static class PlainTime
{
    private const int Steps = 9;

    /// <summary>Measures steps on random weights and tokens, after one that warms up.</summary>
    /// <param name="what">What the figure is called.</param>
    /// <param name="sample">The sample recipe: its training file, tokenizer and epochs give the number of batches.</param>
    /// <param name="shape">Its models, batch, length and matched layers.</param>
    internal static ResultRow Measure(string what, string sample, StepShape shape)
    {
        (SequenceClassifier teacher, SequenceClassifier student) = shape.Models();
        using PlainLoop plain = new(shape, teacher, student, frees: true);
        teacher.Dispose();
        student.Dispose();
        using StepBatch batch = shape.RandomBatch();
        plain.Step(batch);
        List<double> seconds = [];
        for (int i = 0; i < Steps; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            plain.Step(batch);
            seconds.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        double each = Timing.Median(seconds);
        long batches = Batches(sample, shape.Batch);
        string note = string.Create(CultureInfo.InvariantCulture,
            $"{batches} batches of {shape.Batch} × {shape.Length}, {each:F2} s of the processors each, median of {Steps}, extrapolated");
        return new ResultRow(what, each * batches, "s", Note: note);
    }

    private static long Batches(string sample, int batch)
    {
        Recipe recipe = RecipeFile.Read(Places.Recipe(sample));
        using LoadedModel teacher = new(recipe.Teacher!.Path!, recipe.Task, recipe.Tokenizer);
        int examples = teacher.Read(recipe.Data!.Train!).Inputs.Count; // of a long passage, each window
        return (long)Math.Ceiling((double)examples / batch) * recipe.Training.NumEpochs;
    }
}
