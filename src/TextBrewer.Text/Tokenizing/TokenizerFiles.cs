using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tokenizing;

/// <summary>The files of a folder's tokenizer, as they are: what is saved again is what was read, whatever becomes of the folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="contents">By name, the files' bytes.</param>
internal sealed class TokenizerFiles(string folder, IReadOnlyDictionary<string, byte[]> contents)
{
    private static readonly string[] Names =
    [
        ModelFiles.Tokenizer, ModelFiles.TokenizerConfig, ModelFiles.SpecialTokens, ModelFiles.Vocabulary, ModelFiles.BytePairVocabulary,
        ModelFiles.Merges, ModelFiles.XlmRobertaPieces, ModelFiles.AlbertPieces, ModelFiles.DebertaPieces,
    ];

    /// <summary>Reads all that a folder has.</summary>
    internal static TokenizerFiles Read(string folder) => new(
        folder,
        Names.Where(name => File.Exists(Path.Combine(folder, name)))
            .ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(folder, name))));

    /// <summary>Where a file is, or would be.</summary>
    internal string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>A file's bytes; null: there is none.</summary>
    internal byte[]? Find(string name) => contents.GetValueOrDefault(name);

    internal bool Has(string name) => contents.ContainsKey(name);

    /// <summary>The same with another file.</summary>
    internal TokenizerFiles With(string name, byte[] bytes) =>
        new(folder, new Dictionary<string, byte[]>(contents) { [name] = bytes });

    /// <summary>Writes all files.</summary>
    internal void SaveTo(string target)
    {
        foreach (string name in contents.Keys) SaveTo(target, name);
    }

    /// <summary>Writes one file; where a link stands in its place, what that leads to stays as it is.</summary>
    internal void SaveTo(string target, string name)
    {
        Directory.CreateDirectory(target);
        string path = Path.Combine(target, name), beside = path + ".writing";
        File.WriteAllBytes(beside, contents[name]);
        File.Move(beside, path, overwrite: true);
    }
}
