namespace TextBrewer.Text.Reading;

/// <summary>What is odd about a file, counted while it is read.</summary>
internal sealed class Oddities
{
    private readonly Dictionary<string, int> _counts = [];

    internal IReadOnlyDictionary<string, int> Counts => _counts;

    internal void Count(string oddity, int times = 1)
    {
        if (times > 0) _counts[oddity] = _counts.GetValueOrDefault(oddity) + times;
    }
}
