using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>Weights in several files are the weights of one file, or are refused with the file or the tensor that does not fit.</summary>
public sealed class ShardedWeightsTests
{
    [Fact]
    [NoTensorLeaks]
    public void Golden_model_cut_in_three_equals_its_single_file()
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile whole = SafetensorsFile.Open(Golden.Path("models/bert/model.safetensors"));
        Dictionary<string, string> map = [];
        string[] names = [.. whole.Entries.Keys];
        for (int part = 0; part < 3; part++)
        {
            using var scope = NewDisposeScope();
            string file = $"model-0000{part + 1}-of-00003.safetensors";
            Dictionary<string, Tensor> tensors = names.Where((_, i) => i % 3 == part).ToDictionary(name => name, whole.Read);
            foreach (string name in tensors.Keys) map[name] = file;
            SafetensorsFile.Write(folder[file], tensors);
        }
        WriteIndex(folder["model.safetensors.index.json"], map);
        using IWeightsFile sharded = WeightsFolder.Open(folder.Path);
        Assert.IsType<ShardedWeights>(sharded);
        SameTensors.Assert(whole, sharded);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(10_000, 100)]
    [InlineData(40_000, 100)]
    [InlineData(long.MaxValue, 1)]
    [NoTensorLeaks]
    public void Saved_weights_are_read_again_from_as_many_files_as_the_limit_asks_for(long maxShardBytes, int most)
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile whole = SafetensorsFile.Open(Golden.Path("models/bert/model.safetensors"));
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = whole.Entries.Keys.ToDictionary(name => name, whole.Read);
        // What an earlier save left is not read in place of this one, whichever of them had more files.
        WeightsFolder.Save(folder.Path, tensors.ToDictionary(t => t.Key, t => zeros_like(t.Value)), null, maxShardBytes == 1 ? 1 << 20 : 1);
        WeightsFolder.Save(folder.Path, tensors, null, maxShardBytes);

        string[] files = Directory.GetFiles(folder.Path, "*.safetensors");
        Assert.InRange(files.Length, Math.Min(2, most), most);
        foreach (string file in files)
        {
            using SafetensorsFile shard = SafetensorsFile.Open(file);
            long bytes = shard.Entries.Keys.Sum(name => tensors[name].numel() * tensors[name].ElementSize);
            Assert.True(bytes <= maxShardBytes || shard.Entries.Count == 1);
        }
        using IWeightsFile read = WeightsFolder.Open(folder.Path);
        SameTensors.Assert(whole, read);
        if (most == 1) return;
        using JsonDocument index = JsonDocument.Parse(File.ReadAllText(folder["model.safetensors.index.json"]));
        Assert.Equal(
            tensors.Values.Sum(tensor => tensor.numel() * tensor.ElementSize),
            index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
    }

    [Fact]
    [NoTensorLeaks]
    public void Golden_model_and_a_head_in_pickled_files_are_read_together()
    {
        using TemporaryFolder folder = new();
        File.Copy(Golden.Path("models/bert/pytorch_model.bin"), folder["pytorch_model-00001-of-00002.bin"]);
        TorchFile.Zip(
            folder["pytorch_model-00002-of-00002.bin"],
            PickleBytes.Dictionary([new("head.bias", "LongStorage", "0", 1, 0, [1], [1])]),
            ("0", [7, 0, 0, 0, 0, 0, 0, 0]));
        using PickledWeights whole = PickledWeights.Open(Golden.Path("models/bert/pytorch_model.bin"));
        Dictionary<string, string> map = whole.Entries.Keys.ToDictionary(name => name, _ => "pytorch_model-00001-of-00002.bin");
        map["head.bias"] = "pytorch_model-00002-of-00002.bin";
        WriteIndex(folder["pytorch_model.bin.index.json"], map);
        using IWeightsFile sharded = WeightsFolder.Open(folder.Path);
        Assert.Equal(map.Keys, sharded.Entries.Keys);
        using Tensor head = sharded.Read("head.bias"), expected = whole.Read("pooler.dense.weight"), actual = sharded.Read(
            "pooler.dense.weight");
        Assert.Equal([7L], head.data<long>().ToArray());
        Assert.True(expected.bytes.SequenceEqual(actual.bytes));
    }

    [Theory]
    [InlineData("model.safetensors.index.json")]
    [InlineData("model-00001-of-00001.safetensors")]
    public void Defect_index_that_is_a_link_out_of_its_folder_was_followed_and_so_was_a_file_that_it_names(string link)
    {
        using TemporaryFolder folder = new(), elsewhere = new();
        Make(folder);
        File.Move(folder[link], elsewhere["blob"]);
        File.CreateSymbolicLink(folder[link], elsewhere["blob"]);
        string message = Assert.Throws<InvalidDataException>(() => WeightsFolder.Open(folder.Path)).Message;
        Assert.Contains($"'{link}' is a symbolic link to '{elsewhere["blob"]}'", message, StringComparison.Ordinal);
        File.Move(elsewhere["blob"], folder["beside"]);
        File.Delete(folder[link]);
        File.CreateSymbolicLink(folder[link], "beside");
        WeightsFolder.Open(folder.Path).Dispose();
    }

    [Fact]
    public void Links_of_Hugging_Faces_cache_are_followed_into_the_blobs_of_their_own_repository_alone()
    {
        using TemporaryFolder cache = new();
        string snapshot = cache["models--a--b", "snapshots", "abc"];
        Directory.CreateDirectory(snapshot);
        foreach (string repository in (string[])["models--a--b", "models--c--d"]) Directory.CreateDirectory(cache[repository, "blobs"]);
        using TemporaryFolder made = new();
        Make(made);
        string[] names = [.. Directory.GetFiles(made.Path).Select(path => Path.GetFileName(path))];
        foreach (string name in names)
        {
            File.Move(made[name], cache["models--a--b", "blobs", name + "hash"]);
            File.CreateSymbolicLink(Path.Combine(snapshot, name), Path.Combine("..", "..", "blobs", name + "hash"));
        }
        WeightsFolder.Open(snapshot).Dispose();
        File.Move(cache["models--a--b", "blobs", names[0] + "hash"], cache["models--c--d", "blobs", "other"]);
        File.Delete(Path.Combine(snapshot, names[0]));
        File.CreateSymbolicLink(Path.Combine(snapshot, names[0]), cache["models--c--d", "blobs", "other"]);
        Assert.Throws<InvalidDataException>(() => WeightsFolder.Open(snapshot));
    }

    private static void Make(TemporaryFolder folder)
    {
        const string Shard = "model-00001-of-00001.safetensors";
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(folder[Shard], new Dictionary<string, Tensor> { ["a"] = ones(2) });
        WriteIndex(folder["model.safetensors.index.json"], new Dictionary<string, string> { ["a"] = Shard });
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/model.safetensors")]
    [InlineData("sub\\model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\0.safetensors")]
    public void Open_of_an_index_that_leaves_its_folder_is_refused(string file)
    {
        using TemporaryFolder folder = new();
        WriteIndex(folder["index.json"], new() { ["x"] = file });
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ShardedWeights.Open(folder["index.json"]));
        Assert.Contains("not a plain file name", error.Message, StringComparison.Ordinal);
        Assert.Contains("index.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"one.safetensors","b":"one.safetensors"}}""", "'b' is not in 'one.safetensors'")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","c":"two.safetensors"}}""", "'two.safetensors' holds the tensor 'b'")]
    [InlineData("""{"weight_map":{"b":"two.safetensors"}}""", "'two.safetensors' holds the tensor 'c'")]
    [InlineData("""{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}""", "'a' stands in it twice")]
    [InlineData("""{"weight_map":{"a":1}}""", "JSON")]
    [InlineData("""{"weight_map":["a"]}""", "JSON")]
    [InlineData("""{"metadata":{}}""", "JSON")]
    [InlineData("not json", "JSON")]
    [InlineData("", "JSON")]
    [NoTensorLeaks]
    public void Open_of_an_index_that_does_not_fit_is_refused_with_the_reason(string index, string reason)
    {
        using TemporaryFolder folder = new();
        using (NewDisposeScope())
        {
            SafetensorsFile.Write(folder["one.safetensors"], new Dictionary<string, Tensor> { ["a"] = zeros(1) });
            SafetensorsFile.Write(folder["two.safetensors"], new Dictionary<string, Tensor> { ["b"] = zeros(1), ["c"] = zeros(1) });
        }
        File.WriteAllText(folder["index.json"], index);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ShardedWeights.Open(folder["index.json"]));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("index.json", error.Message, StringComparison.Ordinal);
        // Nothing is held open.
        File.Delete(folder["one.safetensors"]);
    }

    [Fact]
    public void Open_of_an_index_whose_file_is_missing_names_it()
    {
        using TemporaryFolder folder = new();
        WriteIndex(folder["index.json"], new() { ["x"] = "model-00001-of-00002.safetensors" });
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => ShardedWeights.Open(folder["index.json"]));
        Assert.Contains("'model-00001-of-00002.safetensors'", error.Message, StringComparison.Ordinal);
    }

    private static void WriteIndex(string path, Dictionary<string, string> map) =>
        File.WriteAllText(path, JsonSerializer.Serialize(new { metadata = new { total_size = 1 }, weight_map = map }));
}
