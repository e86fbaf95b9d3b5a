using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>
/// How the native library gets its memory, on Linux with glibc. A training step frees all that it took and takes as much again: by default
/// large blocks go back to the system each time, and come again page by page, zeroed. Here they are kept, in huge pages where the system
/// allows that (<c>madvise</c>).
/// </summary>
internal static class Memory
{
    // mallopt(3): what it changes, by number.
    private const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;

    private const int Kept = 1 << 30;

    /// <summary>Decides it; before the native library is loaded. What a user has set in the environment stays.</summary>
    internal static void Keep()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetEnvironment("THP_MEM_ALLOC_ENABLE", "1", overwrite: 0);
            if (Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("MALLOC_", StringComparison.Ordinal)))
                return;
            _ = Option(MmapThreshold, Kept);
            _ = Option(TrimThreshold, Kept);
            _ = Option(TopPad, Kept >> 4);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library: slower, and as right.
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "mallopt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Option(int option, int value);
}
