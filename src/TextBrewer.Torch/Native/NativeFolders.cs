namespace TextBrewer.Torch.Native;

/// <summary>
/// The folders in which a program's native libraries may lie: beside it, below it, or, where it was built without copies, each in the
/// package that it came with.
/// </summary>
internal static class NativeFolders
{
    // What .NET's host found in the program's list of dependencies; in the packages' cache a folder for each package.
    private const string OfTheHost = "NATIVE_DLL_SEARCH_DIRECTORIES";

    /// <summary>The folders, in the order in which they are looked into.</summary>
    internal static IReadOnlyList<string> All { get; } = Of(AppContext.BaseDirectory, AppContext.GetData(OfTheHost) as string);

    /// <summary>A library's path; null: it is in none of the folders.</summary>
    internal static string? Find(string library) => All.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists);

    /// <summary>The folders of a program.</summary>
    /// <param name="program">Its own folder.</param>
    /// <param name="host">What the host says, with the system's separator between folders; null: nothing.</param>
    internal static IReadOnlyList<string> Of(string program, string? host) =>
    [
        .. new[] { program, Path.Combine(program, "runtimes", "linux-x64", "native") }
            .Concat((host ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(Path.TrimEndingDirectorySeparator)
            .Distinct(StringComparer.Ordinal),
    ];
}
