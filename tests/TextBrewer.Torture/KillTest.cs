using System.Diagnostics;
using System.Globalization;

namespace TextBrewer.Torture;

/// <summary>
/// Kills runs at random moments, goes on with each until it ends, and compares what it ends with, byte by byte, with a run that nobody
/// disturbed.
/// </summary>
/// <param name="root">A folder to work in.</param>
/// <param name="seed">Decides the moments.</param>
/// <param name="say">Takes a line for each run.</param>
internal sealed class KillTest(string root, int seed, Action<string> say)
{
    private const int MostKillsOfARun = 4;

    // A run of seconds that has not ended by then hangs.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly Random _random = new(seed);

    /// <summary>Kills, run by run over the scenarios in turn.</summary>
    /// <param name="kills">How many kills at least.</param>
    /// <returns>What is not as it should be, a sentence for each run.</returns>
    internal IReadOnlyList<string> Run(int kills)
    {
        List<string> problems = [];
        Dictionary<Scenario, (SortedDictionary<string, string> Bytes, TimeSpan Time)> references = [];
        int done = 0, runs = 0;
        while (done < kills)
        {
            Scenario scenario = Scenario.All[runs++ % Scenario.All.Count];
            if (!references.TryGetValue(scenario, out var reference)) references[scenario] = reference = Reference(scenario);
            (int killed, string? problem) = Disturbed(scenario, runs, reference.Bytes, reference.Time, kills - done);
            done += killed;
            if (problem is not null) problems.Add($"run {runs}, {scenario.Name}: {problem}");
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"run {runs,3}  {scenario.Name,-48}  {killed} kills  {(problem is null ? "the same bytes" : problem)}"));
        }
        say($"{done} kills, {runs} runs, {runs - problems.Count} of {runs} ended with the bytes of a run that nobody disturbed.");
        return problems;
    }

    private (SortedDictionary<string, string> Bytes, TimeSpan Time) Reference(Scenario scenario)
    {
        string folder = Path.Combine(root, $"whole-{Scenario.All.ToList().IndexOf(scenario)}");
        ScenarioFolder.Make(folder, scenario);
        long start = Stopwatch.GetTimestamp();
        using Child child = Child.Start(folder, Distill(scenario));
        if (child.Wait(s_patience) is not 0) throw new InvalidOperationException($"{scenario.Name} does not run:\n{child.Said}");
        return (RunBytes.Of(Path.Combine(folder, ScenarioFolder.Run)), Stopwatch.GetElapsedTime(start));
    }

    /// <summary>One run, killed one to four times.</summary>
    private (int Kills, string? Problem) Disturbed(
        Scenario scenario,
        int number,
        SortedDictionary<string, string> expected,
        TimeSpan time,
        int left)
    {
        string folder = Path.Combine(root, $"killed-{number}"), run = Path.Combine(folder, ScenarioFolder.Run);
        ScenarioFolder.Make(folder, scenario);
        int wanted = Math.Min(left, _random.Next(1, MostKillsOfARun + 1)), kills = 0;
        while (true)
        {
            // A run that was killed before its recipe was there never began.
            bool began = File.Exists(Path.Combine(run, "recipe.json"));
            using Child child = Child.Start(folder, began ? ["resume", ScenarioFolder.Run] : Distill(scenario));
            // The program takes a part of the time to start, which is of no interest.
            TimeSpan moment = kills < wanted ? time * (0.2 + (_random.NextDouble() * 0.8)) : s_patience;
            int? code = child.Wait(moment);
            if (code is null && kills < wanted)
            {
                child.Kill();
                kills++;
                continue;
            }
            if (code is not 0) return (kills, code is null ? "it hangs" : $"it ended with {code}: {child.Said}");
            IReadOnlyList<string> differences = RunBytes.Differences(expected, RunBytes.Of(run));
            if (differences.Count > 0) return (kills, $"other bytes: {string.Join(", ", differences)}");
            Directory.Delete(folder, recursive: true);
            return (kills, null);
        }
    }

    private static string[] Distill(Scenario scenario) => ["distill", "recipe.json", .. scenario.Arguments];
}
