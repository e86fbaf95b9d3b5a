using System.Text.Json;
using TextBrewer.Benchmarks.Results;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>The comparison's figures: what was measured, which the result's file keeps, and what is made of it.</summary>
/// <param name="path">The result's file.</param>
internal sealed class MethodRows(string path)
{
    private const string Seconds = ", seconds", Spread = ", spread", Seed = ", seed ", PlainLoop = ", the plain loop";

    private readonly List<ResultRow> _measured = [.. Known(path)];

    /// <summary>What a run's figure is called.</summary>
    internal static string Run(MethodSet set, MethodEntry entry, int seed) =>
        FormattableString.Invariant($"{Line(set, entry)}{Seed}{seed}");

    /// <summary>What the plain loop's figure is called.</summary>
    internal static string Plain(MethodSet set) => set.Name + PlainLoop;

    /// <summary>Whether a figure is there.</summary>
    internal bool Has(string what) => _measured.Any(row => row.What == what);

    /// <summary>Takes a run, and saves.</summary>
    /// <param name="what">What it is called.</param>
    /// <param name="run">What came of it.</param>
    internal void Add(string what, MethodRun run)
    {
        _measured.Add(new ResultRow(what, run.Percent, "%", Note: FormattableString.Invariant($"{run.Clock:F0} s by the clock")));
        Add(new ResultRow(what + Seconds, run.Seconds, "s"));
    }

    /// <summary>Takes a figure, and saves.</summary>
    internal void Add(ResultRow measured)
    {
        _measured.Add(measured);
        Result().Save(path);
    }

    /// <summary>What was measured, and of each method on each set the mean, the spread and the mean time of its seeds.</summary>
    internal BenchmarkResult Result()
    {
        IEnumerable<ResultRow> made =
            from set in MethodSets.All
            from entry in MethodEntry.All
            from row in Summary(set, entry)
            select row;
        return new BenchmarkResult("methods", [.. _measured, .. made]);
    }

    private IEnumerable<ResultRow> Summary(MethodSet set, MethodEntry entry)
    {
        string line = Line(set, entry);
        ResultRow[] runs = [.. _measured.Where(row => row.What.StartsWith(line + Seed, StringComparison.Ordinal))];
        double[] values = Values(row => !row.What.EndsWith(Seconds, StringComparison.Ordinal));
        double[] seconds = Values(row => row.What.EndsWith(Seconds, StringComparison.Ordinal));
        if (values.Length == 0) yield break;
        bool isBest = entry.Name == "best";
        double? plain = _measured.Find(row => row.What == Plain(set))?.Value;
        string count = values.Length == 1 ? "one seed" : $"{values.Length} seeds";
        yield return new ResultRow(line, values.Average(), "%", isBest ? Bound.AtLeast(set.Goal) : null, count);
        yield return new ResultRow(line + Spread, values.Max() - values.Min(), "%");
        if (seconds.Length == 0) yield break;
        yield return new ResultRow(
            line + Seconds, seconds.Average(), "s", isBest && plain is double most ? Bound.AtMost(most) : null);

        double[] Values(Func<ResultRow, bool> which) => [.. runs.Where(which).Select(row => row.Value!.Value)];
    }

    private static string Line(MethodSet set, MethodEntry entry) => $"{set.Name}, {entry.Name}";

    private static IEnumerable<ResultRow> Known(string path)
    {
        if (!File.Exists(path)) yield break;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            string what = row.GetProperty("what").GetString()!;
            bool isMade = !what.Contains(Seed, StringComparison.Ordinal) && !what.EndsWith(PlainLoop, StringComparison.Ordinal);
            if (isMade) continue;
            string? note = row.TryGetProperty("note", out JsonElement text) ? text.GetString() : null;
            yield return new ResultRow(what, row.GetProperty("value").GetDouble(), row.GetProperty("unit").GetString()!, Note: note);
        }
    }
}
