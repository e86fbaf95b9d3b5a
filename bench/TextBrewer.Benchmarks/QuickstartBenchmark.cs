using System.Globalization;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Quickstart;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Benchmarks;

/// <summary>
/// What the teacher is worth: accuracy of the distilled student against the same student without a teacher, seed by seed.
/// </summary>
internal static class QuickstartBenchmark
{
    /// <summary>Points by which the distilled student must lead, in each seed.</summary>
    private const double Lead = 2;

    internal static int Run(IReadOnlyList<int> seeds)
    {
        List<double> leads = [];
        Console.WriteLine("seed   teacher   student   baseline   lead   seconds");
        foreach (int seed in seeds)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("quickstart ");
            try
            {
                RunResult result = QuickstartRun.Run(folder.FullName, seed, new RunHost());
                double teacher = Percent(result.Teacher), student = Percent(result.Student), baseline = Percent(result.Baseline);
                leads.Add(student - baseline);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seed,4}   {teacher,7:F2}   {student,7:F2}   "
                    + $"{baseline,8:F2}   {leads[^1],4:F2}   {result.Seconds,7:F0}"));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean lead {leads.Average():F2} points, smallest {leads.Min():F2}; "
            + $"asked for: {Lead:F0} in each seed"));
        return leads.Min() >= Lead ? 0 : 1;
    }

    private static double Percent(ModelResult? model) => 100 * model!.Dev!.First["accuracy"];
}
