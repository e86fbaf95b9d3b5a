using System.Globalization;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Recipes.Quickstart;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Benchmarks;

/// <summary>
/// What the teacher is worth: accuracy of the distilled student against the same student without a teacher, seed by seed.
/// </summary>
internal static class QuickstartBenchmark
{
    /// <summary>
    /// Points by which the distilled student must lead in each seed, and on the mean of all; seconds that a run may take.
    /// </summary>
    private const double Lead = 2, MeanLead = 4, Seconds = 100;

    internal static BenchmarkResult Run(IReadOnlyList<int> seeds)
    {
        List<double> leads = [], seconds = [];
        List<ResultRow> rows = [];
        foreach (int seed in seeds)
        {
            using TemporaryFolder folder = new("quickstart ");
            RunResult result = QuickstartRun.Run(folder.Path, seed, new RunHost());
            double teacher = Percent(result.Teacher), student = Percent(result.Student), baseline = Percent(result.Baseline);
            leads.Add(student - baseline);
            seconds.Add(result.Seconds);
            string scores = string.Create(CultureInfo.InvariantCulture,
                $"teacher {teacher:F2}, student {student:F2}, baseline {baseline:F2}, {result.Seconds:F0} s");
            rows.Add(new($"seed {seed}: lead of the distilled student", leads[^1], "points", Bound.AtLeast(Lead), scores));
        }
        rows.Add(new("mean lead", leads.Average(), "points", Bound.AtLeast(MeanLead)));
        rows.Add(new("the whole quickstart", Timing.Median(seconds), "s", Bound.AtMost(Seconds), "median of the seeds, on this machine"));
        return new BenchmarkResult("quickstart", rows);
    }

    private static double Percent(ModelResult? model) => 100 * model!.Dev!.First["accuracy"];
}
