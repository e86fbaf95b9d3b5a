using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Small sound model folders.</summary>
internal static class ModelFolders
{
    internal static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "##s", "the"];

    /// <summary>A golden model with a vocabulary that fits it.</summary>
    /// <param name="name">Its folder.</param>
    internal static Seed Of(string name)
    {
        Dictionary<string, byte[]> files = new()
        {
            ["vocab.txt"] = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary) + "\n"),
        };
        foreach (string file in (string[])["config.json", "model.safetensors", "pytorch_model.bin"])
            if (File.Exists(Golden.Path($"models/{name}/config.json").Replace("config.json", file, StringComparison.Ordinal)))
                files[file] = File.ReadAllBytes(Golden.Path($"models/{name}/{file}"));
        return new Seed(name, files);
    }
}
