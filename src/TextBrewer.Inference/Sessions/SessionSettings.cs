using Microsoft.ML.OnnxRuntime;

namespace TextBrewer.Inference.Sessions;

/// <summary>How a session runs.</summary>
/// <param name="Threads">The threads of one run.</param>
/// <param name="Spinning">Whether idle threads wait awake.</param>
/// <param name="IsInt8">Whether the model is an int8 one.</param>
/// <param name="AddsExactly">Whether this processor adds products of uint8 and int8 exactly: else the sums end at 16 bits.</param>
internal sealed record SessionSettings(int Threads, bool Spinning, bool IsInt8, bool AddsExactly)
{
    /// <summary>Whether memory is planned for each shape that a run has had: for runs of few shapes.</summary>
    internal bool MemoryPattern { get; init; }

    /// <summary>Switches of the user's, which go before ours.</summary>
    internal IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();

    /// <summary>Has the last word about a session's options; null: nobody has.</summary>
    internal Action<SessionOptions>? Configure { get; init; }

    /// <summary>ONNX Runtime's own switches.</summary>
    internal IReadOnlyDictionary<string, string> Entries
    {
        get
        {
            Dictionary<string, string> entries = new() { ["session.intra_op.allow_spinning"] = Spinning ? "1" : "0" };
            // Both sides unsigned: slower, and right.
            if (IsInt8 && !AddsExactly) entries["session.x64quantprecision"] = "1";
            foreach ((string key, string value) in Others) entries[key] = value;
            return entries;
        }
    }

    /// <summary>Sets a session's options.</summary>
    internal void Set(SessionOptions options)
    {
        options.IntraOpNumThreads = Threads;
        options.EnableMemoryPattern = MemoryPattern;
        // Errors come as exceptions, not on the console as well.
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        foreach ((string key, string value) in Entries) options.AddSessionConfigEntry(key, value);
        Configure?.Invoke(options);
    }
}
