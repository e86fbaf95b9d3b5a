using System.Runtime.InteropServices;
using System.Text;

namespace TextBrewer.Text.Machine;

/// <summary>
/// The environment that native libraries read. <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not reach it on Unix,
/// where .NET keeps a copy of its own.
/// </summary>
internal static class ProcessEnvironment
{
    /// <summary>Sets a variable for this process, native code included; it must be set before the library that reads it starts.</summary>
    internal static void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (!OperatingSystem.IsWindows()) _ = SetNative(Text(name), Text(value), overwrite: 1);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", EntryPoint = "setenv"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNative(byte[] name, byte[] value, int overwrite);
}
