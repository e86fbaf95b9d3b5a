using TextBrewer.Fuzz.Cases;
using TextBrewer.Torch.Weights;
using TorchSharp;

namespace TextBrewer.Fuzz.Formats;

/// <summary>The index of weights in several files.</summary>
internal sealed class IndexFormat : Format
{
    internal override string Name => "index";

    internal override string File => "model.safetensors.index.json";

    internal override IReadOnlyList<string> Words =>
        ["weight_map", "metadata", "total_size", "model-1.safetensors", "model-2.safetensors", "sub/model-2.safetensors", "config.json"];

    internal override IReadOnlyList<Seed> Seeds()
    {
        Seed whole = ModelFolders.Of("bert-sequence");
        string folder = Directory.CreateTempSubdirectory("seed ").FullName, path = Path.Combine(folder, "model.safetensors");
        System.IO.File.WriteAllBytes(path, whole.Files["model.safetensors"]);
        Dictionary<string, byte[]> files = whole.Files.Where(file => file.Key != "model.safetensors").ToDictionary();
        using (SafetensorsFile file = SafetensorsFile.Open(path))
        using (torch.NewDisposeScope())
        {
            string[] names = [.. file.Entries.Keys];
            for (int part = 1; part <= 2; part++)
            {
                string shard = Path.Combine(folder, $"model-{part}.safetensors");
                SafetensorsFile.Write(shard, names.Where((_, i) => i % 2 == part - 1).ToDictionary(name => name, file.Read));
                files[Path.GetFileName(shard)] = System.IO.File.ReadAllBytes(shard);
            }
            string map = string.Join(",", names.Select((name, i) => $"\n\"{name}\": \"model-{(i % 2) + 1}.safetensors\""));
            files[File] = System.Text.Encoding.UTF8.GetBytes($$"""{ "metadata": { "total_size": 1 }, "weight_map": { {{map}} } }""");
        }
        Directory.Delete(folder, recursive: true);
        return [new Seed("sharded", files)];
    }

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Json(bytes, random, Words);

    internal override void Read(string folder)
    {
        WeightsUse.ReadAll(folder);
        ModelUse.Ask(folder);
    }
}
