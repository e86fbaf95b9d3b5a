using System.Globalization;

namespace TextBrewer.Benchmarks.Memory;

/// <summary>The most memory that this process ever held at once, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Forgets what there was: from now on the most is that of what comes.</summary>
    internal static void Reset() => File.WriteAllText("/proc/self/clear_refs", "5");

    /// <summary>Bytes since the start, or since the last reset.</summary>
    internal static long Now()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
