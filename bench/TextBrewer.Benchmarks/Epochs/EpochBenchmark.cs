using System.Diagnostics;
using System.Globalization;
using TextBrewer.Benchmarks.Plain;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Benchmarks.Epochs;

/// <summary>
/// Epochs over SST-2's first sentences by the sample recipe, the teacher's outputs stored in the first, against the plain loop padded to
/// 128. The plain loop costs the same for every batch, so a sample of its steps, taken between ours, stands for its epoch.
/// </summary>
internal static class EpochBenchmark
{
    private const int Every = 40, Epochs = 2;

    private const double First = 12, Later = 28;

    /// <param name="shared">Where the sst2 teacher and its data are.</param>
    /// <param name="sentences">How many of its first sentences are an epoch.</param>
    internal static BenchmarkResult Run(string shared, int sentences)
    {
        string data = Path.Combine(shared, "data", "sst2");
        using TemporaryFolder folder = new("epoch ");
        string train = folder.In("train.tsv"), dev = folder.In("dev.tsv");
        File.WriteAllLines(train, File.ReadLines(Path.Combine(data, "train_full.tsv")).Take(sentences + 1));
        File.WriteAllLines(dev, File.ReadLines(Path.Combine(data, "dev.tsv")).Take(17)); // what it finds is of no interest

        StepShape padded = StepShape.Padded;
        (SequenceClassifier teacher, SequenceClassifier student) = padded.Models();
        using StepBatch batch = padded.RandomBatch();
        using PlainLoop plain = new(padded, teacher, student, frees: true);
        teacher.Dispose();
        student.Dispose();
        List<double> plainSteps = [];
        plain.Step(batch);
        EpochClock clock = new(Every, () =>
        {
            long start = Stopwatch.GetTimestamp();
            plain.Step(batch);
            plainSteps.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        });
        RecipeRun.Distill(Recipe(folder.Path, shared, train, dev), new RunHost { Progress = _ => clock });

        double batches = Math.Ceiling((double)sentences / padded.Batch);
        double each = Timing.Median(plainSteps), whole = each * batches, asItComes = PlainChild.Measure(padded).Best / 1e3 * batches;
        double later = clock.Epochs.Skip(1).Min();
        string sample = string.Create(CultureInfo.InvariantCulture,
            $"{each:F2} s a batch of {padded.Batch} × {padded.Length}, the median of {plainSteps.Count} steps, extrapolated");
        return new BenchmarkResult("epoch",
        [
            new("the plain loop, an epoch", whole, "s", Note: sample),
            new("the first epoch, which stores the teacher's outputs", clock.Epochs[0], "s"),
            new("a later epoch, with stored teacher outputs", later, "s"),
            new("the first epoch against the plain loop", whole / clock.Epochs[0], "×", Bound.AtLeast(First)),
            new("a later epoch against the plain loop", whole / later, "×", Bound.AtLeast(Later)),
            new("the plain loop, torch as it comes, an epoch", asItComes, "s", Note: "a process of its own, its best step, extrapolated"),
            new("the first epoch against the plain loop, torch as it comes", asItComes / clock.Epochs[0], "×"),
            new("a later epoch against the plain loop, torch as it comes", asItComes / later, "×"),
        ]);
    }

    private static Recipe Recipe(string folder, string shared, string train, string dev) => RecipeFile.Read(Places.Recipe("sst2.json"),
    [
        $"data.train.path={train}",
        $"data.dev.path={dev}",
        $"teacher.model={Path.Combine(shared, "models", "sst2")}",
        $"training.output_dir={Path.Combine(folder, "run")}",
        string.Create(CultureInfo.InvariantCulture, $"training.num_epochs={Epochs}"),
        "training.keep_checkpoints=1",
        string.Create(CultureInfo.InvariantCulture, $"training.max_tokens={StepShape.Padded.Batch * StepShape.Padded.Length}"),
        $"teacher_store.folder={Path.Combine(folder, "teacher")}",
    ]);
}
