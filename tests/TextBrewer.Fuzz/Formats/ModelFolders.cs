using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Small sound model folders.</summary>
internal static class ModelFolders
{
    internal static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "##s", "the"];

    /// <summary>A golden model with a vocabulary that fits it.</summary>
    /// <param name="name">Its folder: among the older models by its name alone, else from the golden ones' root.</param>
    internal static Seed Of(string name)
    {
        string place = name.Contains('/', StringComparison.Ordinal) ? name : $"models/{name}";
        Dictionary<string, byte[]> files = new()
        {
            ["vocab.txt"] = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary) + "\n"),
        };
        foreach (string file in (string[])["config.json", "model.safetensors", "pytorch_model.bin"])
            if (File.Exists(Golden.Path($"{place}/config.json").Replace("config.json", file, StringComparison.Ordinal)))
                files[file] = File.ReadAllBytes(Golden.Path($"{place}/{file}"));
        return new Seed(Path.GetFileName(name), files);
    }
}
