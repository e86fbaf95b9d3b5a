using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>Which of a folder's files is taken.</summary>
public sealed class WeightsFolderTests
{
    [Fact]
    public void Open_prefers_safetensors_and_single_files()
    {
        using TemporaryFolder folder = new();
        string[] names = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];
        using (NewDisposeScope())
            foreach (string file in new[] {
                "model.safetensors",
                "part.safetensors" }) SafetensorsFile.Write(folder[file], new Dictionary<string, Tensor> { ["x"] = zeros(1) });
        TorchFile.Zip(folder["pytorch_model.bin"], PickleBytes.Dictionary([new("x", "ByteStorage", "0", 1, 0, [1], [1])]), ("0", [7]));
        foreach (string index in new[] {
            names[1],
            names[3] }) File.WriteAllText(folder[index], """{"weight_map":{"x":"part.safetensors"}}""");
        foreach (string name in names)
        {
            using (IWeightsFile weights = WeightsFolder.Open(folder.Path)) Assert.Equal(folder[name], weights.Path);
            File.Delete(folder[name]);
        }
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => WeightsFolder.Open(folder.Path));
        foreach (string name in names) Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => WeightsFolder.Open(folder["nowhere"]));
    }
}
