namespace TextBrewer.Text.Reading;

/// <summary>What is odd about a file, counted while it is read.</summary>
internal sealed class Warnings
{
    private readonly Dictionary<string, int> _counts = [];

    internal IReadOnlyDictionary<string, int> Counts => _counts;

    internal void Count(string warning, int times = 1)
    {
        if (times > 0) _counts[warning] = _counts.GetValueOrDefault(warning) + times;
    }
}
