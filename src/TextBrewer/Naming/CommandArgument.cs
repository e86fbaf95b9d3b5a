namespace TextBrewer.Naming;

/// <summary>Paths in command lines that are shown to be copied.</summary>
internal static class CommandArgument
{
    /// <summary>A path as a shell takes it for one argument.</summary>
    internal static string Of(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
