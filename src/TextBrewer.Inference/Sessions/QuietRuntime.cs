using Microsoft.ML.OnnxRuntime;
using TextBrewer.Text.Machine;

namespace TextBrewer.Inference.Sessions;

/// <summary>
/// ONNX Runtime without its reports to its maker, which its official builds send by default: the one place that opens sessions.
/// </summary>
internal static class QuietRuntime
{
    // The variable keeps Linux and macOS from making a device's identity, a database in the user's cache and a connection, all of which
    // come with the environment itself, before anything can be switched off in it. The call is for Windows, which reads no variable.
    static QuietRuntime()
    {
        ProcessEnvironment.Set("ORT_DISABLE_TELEMETRY", "1");
        OrtEnv.Instance().DisableTelemetryEvents();
    }

    /// <summary>Opens a session. Its options are made here too: any object of ONNX Runtime's may be the first that starts it.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="configure">Sets the options.</param>
    internal static InferenceSession Open(string path, Action<SessionOptions> configure)
    {
        using SessionOptions options = new();
        configure(options);
        return new InferenceSession(path, options);
    }
}
