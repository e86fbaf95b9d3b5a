namespace TextBrewer.Inference.Sessions;

/// <summary>How a session runs.</summary>
/// <param name="Threads">The threads of one run.</param>
/// <param name="Spinning">Whether idle threads wait awake.</param>
/// <param name="IsInt8">Whether the model is an int8 one.</param>
/// <param name="AddsExactly">Whether this processor adds products of uint8 and int8 exactly: else the sums end at 16 bits.</param>
internal sealed record SessionSettings(int Threads, bool Spinning, bool IsInt8, bool AddsExactly)
{
    /// <summary>ONNX Runtime's own switches.</summary>
    internal IReadOnlyDictionary<string, string> Entries
    {
        get
        {
            Dictionary<string, string> entries = new() { ["session.intra_op.allow_spinning"] = Spinning ? "1" : "0" };
            // Both sides unsigned: slower, and right.
            if (IsInt8 && !AddsExactly) entries["session.x64quantprecision"] = "1";
            return entries;
        }
    }
}
