namespace TextBrewer.Cli;

/// <summary>Where a command reads and writes: results to <paramref name="Out"/>, all else to <paramref name="Error"/>.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Interactive">Whether a person looks at standard error.</param>
public sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool Interactive)
{
    /// <summary>The columns of a file.</summary>
    public const int FileWidth = 100;

    /// <summary>The columns of <see cref="Out"/>.</summary>
    public int Width { get; init; } = FileWidth;
}
