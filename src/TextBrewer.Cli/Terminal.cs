namespace TextBrewer.Cli;

/// <summary>Where a command reads and writes: results to <paramref name="Out"/>, all else to <paramref name="Error"/>.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Interactive">Whether a person looks at standard error.</param>
public sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool Interactive)
{
    /// <summary>Where nobody reads, for a process beside one that speaks.</summary>
    internal static Terminal Silent => new(TextReader.Null, TextWriter.Null, TextWriter.Null, Interactive: false);

    /// <summary>Takes results; what stands in a file's names cannot steer the terminal.</summary>
    public TextWriter Out { get; } = new PrintableWriter(Out);

    /// <summary>Takes all else, as <see cref="Out"/> does.</summary>
    public TextWriter Error { get; } = new PrintableWriter(Error);

    /// <summary>Standard error for a screen that moves the cursor itself.</summary>
    internal TextWriter Screen { get; } = Error;

    /// <summary>The exit code that belongs to the signal by which somebody asked to stop; null: nobody did.</summary>
    internal Func<int?> StopCode { get; init; } = () => null;

    /// <summary>The columns of a file.</summary>
    public const int FileWidth = 100;

    /// <summary>The columns of <see cref="Out"/>.</summary>
    public int Width { get; init; } = FileWidth;
}
