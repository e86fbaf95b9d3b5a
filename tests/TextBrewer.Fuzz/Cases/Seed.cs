namespace TextBrewer.Fuzz.Cases;

/// <summary>Sound files of a format, from which cases are made.</summary>
/// <param name="Name">What a finding calls it.</param>
/// <param name="Files">The files of a folder, by their paths in it.</param>
internal sealed record Seed(string Name, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>A seed of one file.</summary>
    internal static Seed Of(string name, string file, byte[] bytes) => new(name, new Dictionary<string, byte[]> { [file] = bytes });

    /// <summary>A seed of one file of text.</summary>
    internal static Seed Of(string name, string file, string text) => Of(name, file, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A folder's files, those in folders within it too.</summary>
    internal static Seed OfFolder(string folder) => new(Path.GetFileName(folder), Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes));

    /// <summary>This seed with other files in place of its own, or beside them.</summary>
    internal Seed With(string name, IReadOnlyDictionary<string, byte[]> files)
    {
        Dictionary<string, byte[]> all = new(Files, StringComparer.Ordinal);
        foreach ((string file, byte[] bytes) in files) all[file] = bytes;
        return new Seed(name, all);
    }
}
