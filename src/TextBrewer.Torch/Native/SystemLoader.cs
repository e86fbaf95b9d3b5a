using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>What .NET's loading of native libraries leaves out.</summary>
internal static class SystemLoader
{
    // dlopen: bind everything now, and let libraries that are loaded later see its symbols.
    private const int Now = 2, GlobalOnLinux = 0x100, GlobalOnMac = 8;

    private delegate nint DlOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string name, int mode);

    /// <summary>Loads a library, or finds the one that is loaded, and shows its symbols to all that are loaded later.</summary>
    /// <param name="name">Its path, or its name as the system's loader finds it.</param>
    /// <returns>Whether it is loaded and seen; never where the system knows no such thing.</returns>
    internal static bool Show(string name)
    {
        if (OperatingSystem.IsWindows()) return false;
        bool isMac = OperatingSystem.IsMacOS();
        // In newer versions of glibc the first is empty but for its name.
        foreach (string loader in (string[])(isMac ? ["libSystem.dylib"] : ["libdl.so.2", "libc.so.6"]))
            if (NativeLibrary.TryLoad(loader, out nint handle) && NativeLibrary.TryGetExport(handle, "dlopen", out nint open))
                return Marshal.GetDelegateForFunctionPointer<DlOpen>(open)(name, Now | (isMac ? GlobalOnMac : GlobalOnLinux)) != 0;
        return false;
    }
}
