using System.Runtime.InteropServices;

namespace TextBrewer.Cli.Tests;

/// <summary>A terminal that a program can be started in and that can be closed.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2, NoControl = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;

    private int _master;

    internal PseudoTerminal()
    {
        _master = Open(ReadWrite | NoControl | NonBlocking | CloseOnExec);
        if (_master < 0 || Grant(_master) != 0 || Unlock(_master) != 0) throw new IOException("There is no terminal to be had.");
        Name = Marshal.PtrToStringUTF8(NameOf(_master))!;
    }

    /// <summary>The file that is the terminal.</summary>
    internal string Name { get; }

    /// <summary>Takes what was written to it: a terminal that nobody reads makes its writers wait.</summary>
    internal void Read()
    {
        byte[] buffer = new byte[4096];
        while (Read(_master, buffer, buffer.Length) > 0) ;
    }

    /// <summary>Closes it: who works in it is told by SIGHUP, and can write no more.</summary>
    public void Dispose()
    {
        if (_master >= 0) _ = Close(_master);
        _master = -1;
    }

    [DllImport("libc", EntryPoint = "posix_openpt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(int flags);

    [DllImport("libc", EntryPoint = "grantpt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Grant(int master);

    [DllImport("libc", EntryPoint = "unlockpt"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlock(int master);

    [DllImport("libc", EntryPoint = "ptsname"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NameOf(int master);

    [DllImport("libc", EntryPoint = "read"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int file, byte[] buffer, nint count);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
