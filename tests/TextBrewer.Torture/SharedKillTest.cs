using System.Diagnostics;
using System.Globalization;

namespace TextBrewer.Torture;

/// <summary>
/// Kills one process, any of them, of runs that several carry out together, at random moments; goes on with each until it ends, with as
/// many processes, and compares what it ends with, byte by byte, with a run that nobody disturbed.
/// </summary>
/// <param name="root">A folder to work in.</param>
/// <param name="seed">Decides whom and when.</param>
/// <param name="say">Takes a line for each run.</param>
internal sealed class SharedKillTest(string root, int seed, Action<string> say)
{
    private const int Size = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>How long the others may live on: the launcher, or the watch, sees a death at once.</summary>
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(60);

    // Dropout, of which each process draws its own.
    private static readonly Scenario s_scenario = new("several processes", recipe =>
    {
        recipe["training"]!["num_epochs"] = 16;
        recipe["student"]!["config"]!["hidden_dropout_prob"] = 0.1;
    });

    private readonly Random _random = new(seed);

    /// <summary>Kills, by each launcher that is installed in turn.</summary>
    /// <param name="kills">How many kills.</param>
    /// <returns>What is not as it should be, a sentence for each run.</returns>
    internal IReadOnlyList<string> Run(int kills)
    {
        string[] launchers = [.. new[] { SharedRun.OpenMpi, SharedRun.Mpich }.Where(SharedRun.IsInstalled)];
        if (launchers.Length == 0) return ["neither mpirun.openmpi nor mpirun.mpich is installed (Debian: openmpi-bin, mpich)"];
        string whole = Path.Combine(root, "whole");
        ScenarioFolder.Make(whole, s_scenario);
        long start = Stopwatch.GetTimestamp();
        Finish(whole, launchers[0]);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        SortedDictionary<string, string> expected = RunBytes.Of(Path.Combine(whole, ScenarioFolder.Run));
        List<string> problems = [];
        for (int i = 0; i < kills; i++)
        {
            string launcher = launchers[i % launchers.Length];
            int rank = _random.Next(Size);
            TimeSpan moment = time * (0.3 + (0.7 * _random.NextDouble()));
            string problem = Disturbed(Path.Combine(root, $"killed-{i}"), launcher, rank, moment, expected);
            if (problem.Length > 0) problems.Add($"kill {i + 1}, process {rank} under {launcher}: {problem}");
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"kill {i + 1,3}  process {rank} under {launcher,-15}  {(problem.Length == 0 ? "the same bytes" : problem)}"));
        }
        return problems;
    }

    private static string Disturbed(
        string folder,
        string launcher,
        int rank,
        TimeSpan moment,
        SortedDictionary<string, string> expected)
    {
        ScenarioFolder.Make(folder, s_scenario);
        using (Child child = SharedRun.Start(launcher, Size, folder, ["distill", "recipe.json"]))
        {
            // One that has ended by then is as good as any.
            if (child.Wait(moment) is null)
            {
                SharedRun.Kill(folder, rank);
                if (child.Wait(s_end) is null) return "the others live on";
            }
        }
        try
        {
            Finish(folder, launcher);
        }
        catch (InvalidOperationException problem)
        {
            return problem.Message;
        }
        IReadOnlyList<string> differences = RunBytes.Differences(expected, RunBytes.Of(Path.Combine(folder, ScenarioFolder.Run)));
        if (differences.Count > 0) return $"other bytes: {string.Join(", ", differences)}";
        Directory.Delete(folder, recursive: true);
        return "";
    }

    private static void Finish(string folder, string launcher)
    {
        using Child child = SharedRun.Start(launcher, Size, folder, ["distill", "recipe.json", "--auto-resume"]);
        int? code = child.Wait(s_patience);
        if (code is not 0) throw new InvalidOperationException(code is null ? "it hangs" : $"it ended with {code}: {child.Said}");
    }
}
