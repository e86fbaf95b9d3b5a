namespace TextBrewer.Benchmarks;

/// <summary>Where the repository is, and what stands beside it.</summary>
internal static class Places
{
    /// <summary>The repository's folder: the nearest above the current one, or above the program, that has the solution in it.</summary>
    internal static string Root { get; } = Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
        ?? throw new DirectoryNotFoundException("Run the benchmarks in the repository.");

    /// <summary>Models and data beside the repository.</summary>
    internal static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A sample recipe.</summary>
    internal static string Recipe(string name) => Path.Combine(Root, "samples", "recipes", name);

    private static string? Above(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "TextBrewer.slnx"))) return at.FullName;
        return null;
    }
}
