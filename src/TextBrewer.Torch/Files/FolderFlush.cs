using System.Runtime.InteropServices;
using System.Text;

namespace TextBrewer.Torch.Files;

/// <summary>
/// Brings a folder's entries to the disk: a renamed file is there after a power cut only when its folder was flushed too. Windows does so
/// by itself.
/// </summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a folder; a file system that cannot is left as it is.</summary>
    internal static void Of(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(Encoding.UTF8.GetBytes(folder + "\0"), ReadOnly);
        if (handle < 0) return;
        _ = Synchronize(handle);
        _ = Close(handle);
    }

    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronize(int handle);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handle);
}
