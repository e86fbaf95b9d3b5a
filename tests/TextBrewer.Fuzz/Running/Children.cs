using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TextBrewer.Fuzz.Running;

/// <summary>
/// Tries cases in a child process, so that one that ends the process, or never ends, is a finding and not the end. The child says each
/// outcome in a line; where it dies or is silent, the next case is its, and another child goes on behind it.
/// </summary>
internal sealed class Children(Request request)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal Findings Run(Action<Outcome> found)
    {
        Findings findings = new();
        long start = Stopwatch.GetTimestamp();
        for (int next = request.First; next < request.End && Stopwatch.GetElapsedTime(start).TotalSeconds < request.Seconds;)
        {
            double left = request.Seconds - Stopwatch.GetElapsedTime(start).TotalSeconds;
            string? end = Child(next, left, outcome =>
            {
                next = outcome.Number + 1;
                Add(outcome);
            });
            if (end is null) break;
            Add(new Outcome(next++, end, 0, 0, 0));
        }
        return findings;

        void Add(Outcome outcome)
        {
            findings.Add(outcome);
            if (outcome.Problem is not null) found(outcome);
        }
    }

    /// <summary>Runs a child from a case on.</summary>
    /// <returns>How it ended; null: it was ready.</returns>
    private string? Child(int first, double seconds, Action<Outcome> add)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Children).Assembly.Location);
        foreach (string argument in (request with { First = first, Seconds = seconds }).ToArguments()) start.ArgumentList.Add(argument);
        using Process child = Process.Start(start)!;
        Task<string> error = child.StandardError.ReadToEndAsync();
        while (true)
        {
            Task<string?> line = child.StandardOutput.ReadLineAsync();
            if (!line.Wait(Patience))
            {
                child.Kill(entireProcessTree: true);
                return $"No answer in {Patience.TotalSeconds} s: it hangs.";
            }
            if (line.Result is not { } text) break;
            if (text.StartsWith('{')) add(JsonSerializer.Deserialize<Outcome>(text)!);
        }
        child.WaitForExit();
        if (child.ExitCode == 0) return null;
        string said = error.Result.Trim();
        string last = said.Length > 2000 ? said[..2000] : said;
        return string.Create(CultureInfo.InvariantCulture, $"The process ended with {child.ExitCode}: {last}");
    }
}
