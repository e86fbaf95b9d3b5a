using System.Text.RegularExpressions;

namespace TextBrewer.Fuzz.Running;

/// <summary>What a run of many cases found.</summary>
internal sealed partial class Findings
{
    private readonly Dictionary<string, List<Outcome>> _byKind = new(StringComparer.Ordinal);

    internal int Cases { get; private set; }

    internal int Problems { get; private set; }

    internal Outcome? Slowest { get; private set; }

    internal Outcome? Largest { get; private set; }

    /// <summary>Each kind of problem with its cases, the most frequent first.</summary>
    internal IEnumerable<(string Kind, IReadOnlyList<Outcome> Cases)> Kinds =>
        _byKind.OrderByDescending(kind => kind.Value.Count).Select(kind => (kind.Key, (IReadOnlyList<Outcome>)kind.Value));

    internal void Add(Outcome outcome)
    {
        Cases++;
        if (outcome.Seconds > (Slowest?.Seconds ?? -1)) Slowest = outcome;
        if (outcome.Bytes > (Largest?.Bytes ?? -1)) Largest = outcome;
        if (outcome.Problem is not { } problem) return;
        Problems++;
        string kind = KindOf(problem);
        if (!_byKind.TryGetValue(kind, out List<Outcome>? cases)) _byKind[kind] = cases = [];
        cases.Add(outcome);
    }

    /// <summary>The exception's type, and the first of our methods that it went through.</summary>
    private static string KindOf(string problem)
    {
        if (problem.StartsWith(Judge.TooMuch, StringComparison.Ordinal)) return Judge.TooMuch;
        string first = problem.Split('\n')[0];
        string type = first.Split(':')[0];
        Match ours = Ours().Match(problem);
        return ours.Success ? $"{type} {ours.Groups[1].Value}" : first;
    }

    [GeneratedRegex(@"\n\s+at (TextBrewer\.[^\n(]+)")]
    private static partial Regex Ours();
}
