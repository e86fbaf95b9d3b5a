using System.Globalization;

namespace TextBrewer.Torch.Native;

/// <summary>The processor time that control groups of Linux leave to this process: what a container was given.</summary>
internal static class CpuQuota
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>The processors that this process may keep busy, 1.5 say; null: there is no limit.</summary>
    internal static double? Here() => OperatingSystem.IsLinux() ? Of(Text) : null;

    /// <summary>The smallest limit of the process's group and of those around it, whichever version of control groups it is.</summary>
    /// <param name="read">A file's text; null: there is no such file.</param>
    internal static double? Of(Func<string, string?> read)
    {
        double? least = null;
        foreach (string line in (read("/proc/self/cgroup") ?? "").Split('\n'))
        {
            // "0::/path" in version 2, "4:cpu,cpuacct:/path" in version 1.
            string[] parts = line.Split(':', 3);
            if (parts.Length < 3) continue;
            bool isSecond = parts[0] == "0" && parts[1].Length == 0;
            if (!isSecond && !parts[1].Split(',').Contains("cpu")) continue;
            for (string? group = parts[2].TrimEnd('/'); group is not null; group = Parent(group))
                if ((isSecond ? Second(group, read) : First(group, read)) is { } limit && !(limit >= least)) least = limit;
        }
        return least;
    }

    // Inside a container the path of the host leads nowhere, and the limit stands at the root: so the root is asked last.
    private static string? Parent(string group) => group.LastIndexOf('/') is >= 0 and int end ? group[..end] : null;

    /// <summary><c>cpu.max</c>: "150000 100000", microseconds in a period of microseconds, or "max 100000".</summary>
    private static double? Second(string group, Func<string, string?> read) =>
        read($"{Root}{group}/cpu.max")?.Split(' ', '\n') is [string quota, string period, ..] ? Share(quota, period) : null;

    private static double? First(string group, Func<string, string?> read)
    {
        foreach (string controller in new[] { "cpu", "cpu,cpuacct" })
        {
            string folder = $"{Root}/{controller}{group}";
            if (read($"{folder}/cpu.cfs_quota_us") is { } quota && read($"{folder}/cpu.cfs_period_us") is { } period)
                return Share(quota.Trim(), period.Trim());
        }
        return null;
    }

    /// <summary>Null where the quota is "max" or −1: no limit.</summary>
    private static double? Share(string quota, string period) =>
        Number(quota) is > 0 and double used && Number(period) is > 0 and double of ? used / of : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static string? Text(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
