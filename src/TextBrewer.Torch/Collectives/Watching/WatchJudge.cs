using System.Globalization;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>Says which process keeps a run from going on.</summary>
internal static class WatchJudge
{
    /// <summary>The sentence that ends the run; null: it goes on.</summary>
    /// <param name="all">The processes.</param>
    /// <param name="timeout">How long one may keep the others waiting.</param>
    internal static string? Find(IReadOnlyList<WatchedProcess> all, TimeSpan timeout)
    {
        foreach (WatchedProcess one in all)
            if (FindDead(one, timeout) is { } sentence) return sentence;
        return Waiting(all, timeout);
    }

    /// <summary>The sentence that ends the run because of one process that is dead or stopped; null: it lives.</summary>
    internal static string? FindDead(WatchedProcess one, TimeSpan timeout)
    {
        if (one.Said.Kind == WatchKind.Failed) return $"{one} cannot go on in step {one.Said.Step}: {one.Said.Text}";
        if (one.IsGone) return $"{one} died in step {one.Said.Step}: the run ends.";
        return one.Silence > timeout
            ? $"{one} gives no sign of life for {Seconds(timeout)}, in step {one.Said.Step}: the run ends."
            : null;
    }

    private static string? Waiting(IReadOnlyList<WatchedProcess> all, TimeSpan timeout)
    {
        long call = all.Where(one => one.Said.IsInside).Select(one => one.Said.Calls).DefaultIfEmpty().Max();
        WatchedProcess[] missing = [.. all.Where(one => one.Said.Calls < call)];
        if (Array.Find(missing, one => one.Said.Kind == WatchKind.Left) is { } left)
            return $"{left} left the run in step {left.Said.Step} while others went on: the run ends.";
        // What a process said last may be of an earlier call, in which it waited for one that has come since.
        WatchedProcess[] waiting = [.. all.Where(one => one.Said.IsInside && one.Said.Calls == call && one.Since > timeout)];
        if (waiting.Length == 0 || Array.Exists(missing, one => one.Said.Work.Length > 0)) return null;
        if (Array.Find(missing, one => one.Since > timeout) is { } late)
            return $"{late} keeps the others waiting for {Seconds(timeout)} in step {late.Said.Step}: the run ends. Where a step may take "
                + "so long, give a longer timeout.";
        return waiting.Length == all.Count
            ? $"Nothing has come through between the processes for {Seconds(timeout)} in step {all[0].Said.Step}: the run ends. Look at "
                + "the network between their hosts, or give a longer timeout."
            : null;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
