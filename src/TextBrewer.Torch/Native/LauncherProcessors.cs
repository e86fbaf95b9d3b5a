using System.Globalization;

namespace TextBrewer.Torch.Native;

/// <summary>
/// The processors that a launcher may use on this host, and all processes that it started together: it binds them, but not itself.
/// </summary>
internal static class LauncherProcessors
{
    /// <summary>How many there are; null: it cannot be seen here.</summary>
    internal static int? Here() => OperatingSystem.IsLinux() ? Of(File.ReadAllLines) : null;

    /// <summary>How many a process's parent may use.</summary>
    /// <param name="read">A file's lines.</param>
    internal static int? Of(Func<string, string[]> read)
    {
        try
        {
            string parent = Value(read("/proc/self/status"), "PPid:");
            return Count(Value(read($"/proc/{parent}/status"), "Cpus_allowed_list:"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Value(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";

    /// <summary>"0-3,8" are five.</summary>
    private static int? Count(string list)
    {
        int count = 0;
        foreach (string range in list.Split(','))
        {
            string[] ends = range.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)) return null;
            if (!int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)) return null;
            count += last - first + 1;
        }
        return count;
    }
}
