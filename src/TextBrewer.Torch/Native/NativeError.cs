using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>The sentence that matters in an error of libtorch, which comes with tracebacks of the script and of C++.</summary>
public static class NativeError
{
    private const string Interpreter = "RuntimeError: ";

    /// <summary>What went wrong, ending in a full stop.</summary>
    public static string Sentence(ExternalException error)
    {
        string[] lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string line = Array.FindLast(lines, line => line.StartsWith(Interpreter, StringComparison.Ordinal))
            ?? lines.FirstOrDefault() ?? "no reason was given";
        if (line.StartsWith(Interpreter, StringComparison.Ordinal)) line = line[Interpreter.Length..];
        return line.TrimEnd('.') + ".";
    }
}
