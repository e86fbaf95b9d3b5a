using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace TextBrewer.Onnx.Running;

/// <summary>
/// ONNX Runtime without its reports to its maker, which its official builds send by default: the one place that opens sessions.
/// </summary>
internal static class OrtEnvironment
{
    // The variable keeps Linux and macOS from making a device's identity, a database in the user's cache and a connection, all of which
    // come with the environment itself, before anything can be switched off in it. The call is for Windows, which reads no variable, and
    // for a program that had made the environment before.
    static OrtEnvironment()
    {
        if (!OperatingSystem.IsWindows()) _ = SetVariable("ORT_DISABLE_TELEMETRY\0"u8.ToArray(), "1\0"u8.ToArray(), overwrite: 1);
        OrtEnv.Instance().DisableTelemetryEvents();
    }

    /// <summary>Opens a session.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="set">Sets the session's options. They are made here, for the first of them makes the environment already.</param>
    internal static InferenceSession Open(string path, Action<SessionOptions> set)
    {
        using SessionOptions options = new();
        set(options);
        return new InferenceSession(path, options);
    }

    // .NET keeps a copy of the variables on Unix, which native code does not see.
    [DllImport("libc", EntryPoint = "setenv"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(byte[] name, byte[] value, int overwrite);
}
