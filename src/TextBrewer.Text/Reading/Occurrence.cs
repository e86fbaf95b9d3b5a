namespace TextBrewer.Text.Reading;

/// <summary>Finds where a text stands in another when the place that was given is wrong.</summary>
internal static class Occurrence
{
    /// <summary>The occurrence nearest to a place, the earlier of two; −1: there is none.</summary>
    internal static int Nearest(string text, string part, int near)
    {
        int best = -1;
        int at = text.IndexOf(part, StringComparison.Ordinal);
        while (at >= 0)
        {
            if (best >= 0 && Math.Abs((long)at - near) >= Math.Abs((long)best - near)) break; // from here on they only get farther away
            best = at;
            at = at + 1 < text.Length ? text.IndexOf(part, at + 1, StringComparison.Ordinal) : -1;
        }
        return best;
    }
}
