using System.Runtime.InteropServices;
using System.Text;

namespace TextBrewer.Torch.Native;

/// <summary>
/// The environment that native code sees. On Unix .NET keeps a copy of its own, and <see
/// cref="Environment.SetEnvironmentVariable(string, string)"/> changes that one.
/// </summary>
internal static class NativeVariables
{
    /// <summary>Sets a variable for native code alone: programs that this one starts decide for themselves.</summary>
    internal static void Set(string name, string value)
    {
        if (!OperatingSystem.IsWindows()) _ = Set(Bytes(name), Bytes(value), overwrite: 1);
    }

    /// <summary>A variable as native code sees it; null: it is not set.</summary>
    internal static string? Get(string name) =>
        OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable(name) : Marshal.PtrToStringUTF8(Get(Bytes(name)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');

    [DllImport("libc", EntryPoint = "setenv"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Set(byte[] name, byte[] value, int overwrite);

    [DllImport("libc", EntryPoint = "getenv"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Get(byte[] name);
}
