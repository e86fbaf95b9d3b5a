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

    // What libtorch reads when it takes its first memory.
    private const string HugePages = "THP_MEM_ALLOC_ENABLE";

    /// <summary>Decides it; before the native library is loaded. What a user has set in the environment stays.</summary>
    internal static void Keep()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            if (NativeVariables.Get(HugePages) is null) NativeVariables.Set(HugePages, "1");
            if (Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(IsTheUsers)) return;
            _ = Option(MmapThreshold, Kept);
            _ = Option(TrimThreshold, Kept);
            _ = Option(TopPad, Kept >> 4);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library: slower, and as right.
        }
    }

    private static bool IsTheUsers(string variable) =>
        variable == "GLIBC_TUNABLES" || variable.StartsWith("MALLOC_", StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "mallopt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Option(int option, int value);
}
