using System.Diagnostics;
using System.Globalization;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Benchmarks.Growth;

/// <summary>
/// How a step grows with batch, length and layers, and reading with the data: the slope of the logarithms, 1 where twice as much costs
/// twice the time.
/// </summary>
internal static class GrowthBenchmark
{
    private const double Seconds = 3;

    private const int Readings = 4;

    internal static BenchmarkResult Run(string shared)
    {
        StepShape real = StepShape.Real;
        List<ResultRow> rows = [];
        rows.AddRange(Series("batch", [2, 4, 8, 16, 32, 64], size => StepTime(real with { Batch = size })));
        rows.AddRange(Series("length", [8, 16, 32, 64, 128, 256], size => StepTime(real with { Batch = 8, Length = size })));
        rows.AddRange(Series("layers", [1, 2, 4, 8], size => StepTime(Layers(real, size))));
        using LoadedModel model = new(Path.Combine(shared, "models", "sst2"));
        rows.AddRange(Series("sentences read", [1000, 4000, 16000, 64000], size => ReadingTime(model, shared, size)));
        return new BenchmarkResult("growth", rows);
    }

    private static IEnumerable<ResultRow> Series(string name, int[] sizes, Func<int, double> time)
    {
        (double Size, double Time)[] points = [.. sizes.Select(size => ((double)size, time(size)))];
        IEnumerable<ResultRow> each = points.Select(p => new ResultRow(
            string.Create(CultureInfo.InvariantCulture, $"{name} {p.Size}"), p.Time, "ms"));
        return [.. each, new($"{name}: log-log slope", Slope.Of(points), ""),
            new($"{name}: log-log slope of the last two", Slope.Of(points[^2..]), "")];
    }

    /// <summary>The real shape with as many layers in the student and twice as many in the teacher.</summary>
    private static StepShape Layers(StepShape shape, int layers) => shape with
    {
        Teacher = shape.Teacher with { NumHiddenLayers = 2 * layers },
        Student = shape.Student with { NumHiddenLayers = layers },
        Layers = [.. Enumerable.Range(1, layers).Select(layer => (2 * layer, layer))],
    };

    /// <summary>The best step of a few seconds.</summary>
    private static double StepTime(StepShape shape)
    {
        using ShapeRun run = new(shape);
        double warm = run.Steps(2)[^1];
        return run.Steps((int)Math.Clamp(1000 * Seconds / warm, 3, 60)).Min();
    }

    /// <summary>The best of several times that sentences are read and tokenized.</summary>
    private static double ReadingTime(LoadedModel model, string shared, int sentences)
    {
        RecipeTable table = new() { Path = Path.Combine(shared, "data", "sst2", "train_full.tsv"), Limit = sentences };
        return Enumerable.Range(0, Readings).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            model.Read(table);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
    }
}
