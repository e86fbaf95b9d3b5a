using System.Globalization;

namespace TextBrewer.Fuzz.Running;

/// <summary>What a reader takes of memory: what it allocates in .NET, and how far the process grows, native memory included.</summary>
internal sealed class MemoryMark
{
    private const string Peak = "VmHWM:", Now = "VmRSS:";

    private readonly long _allocated = GC.GetTotalAllocatedBytes(precise: true);
    private readonly long _resident;

    internal MemoryMark()
    {
        if (!OperatingSystem.IsLinux()) return;
        File.WriteAllText("/proc/self/clear_refs", "5"); // the peak begins anew
        _resident = Status(Now);
    }

    /// <summary>The bytes since then, the larger of both numbers.</summary>
    internal long Bytes()
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - _allocated;
        return OperatingSystem.IsLinux() ? Math.Max(allocated, Status(Peak) - _resident) : allocated;
    }

    private static long Status(string key) => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => 1024 * long.Parse(line.AsSpan(key.Length, line.Length - key.Length - " kB".Length), CultureInfo.InvariantCulture))
        .First();
}
