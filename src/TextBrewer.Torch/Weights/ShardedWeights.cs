using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>
/// Weights in several files, safetensors or PyTorch's, with an index (<c>model.safetensors.index.json</c>,
/// <c>pytorch_model.bin.index.json</c>).
/// </summary>
public sealed class ShardedWeights : IWeightsFile
{
    private readonly Dictionary<string, IWeightsFile> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IWeightsFile> _shardOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _entries = new(StringComparer.Ordinal);

    private ShardedWeights(string path) => Path = path;

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries => _entries;

    /// <summary>
    /// Opens an index and, once, every file that it lists, and checks that they hold the tensors of the index and no others.
    /// </summary>
    /// <param name="path">The index; its files stand beside it.</param>
    /// <exception cref="FileNotFoundException">There is no such index, or a file that it lists is missing.</exception>
    /// <exception cref="InvalidDataException">The index does not fit its files, or one of these is damaged; the message says
    /// how.</exception>
    public static ShardedWeights Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        RefuseLink(path, path);
        ShardedWeights weights = new(path);
        try
        {
            foreach ((string tensor, string file) in ShardIndex.Read(path)) weights.Add(tensor, file);
            weights.RefuseUnlisted();
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public torch.Tensor Read(string name) => _shardOf[name].Read(name);

    /// <summary>Closes all files.</summary>
    public void Dispose()
    {
        foreach (IWeightsFile shard in _shards.Values) shard.Dispose();
    }

    private void Add(string tensor, string file)
    {
        if (!_shards.TryGetValue(file, out IWeightsFile? shard)) _shards[file] = shard = OpenShard(file);
        if (!shard.Entries.TryGetValue(tensor, out TensorEntry? entry)) throw ShardIndex.Bad(Path,
            $"the tensor '{tensor}' is not in '{file}'");
        _entries[tensor] = entry;
        _shardOf[tensor] = shard;
    }

    private IWeightsFile OpenShard(string file)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path) ?? "", file);
        if (!File.Exists(path)) throw new FileNotFoundException($"'{Path}' lists the file '{file}', which is not beside it. Fetch it as "
            + "well.", path);
        RefuseLink(path, Path);
        return file.EndsWith(".safetensors", StringComparison.Ordinal) ? SafetensorsFile.Open(path) : PickledWeights.Open(path);
    }

    private static void RefuseLink(string path, string index)
    {
        if (LinkedFile.LeadsOut(path) is { } target) throw ShardIndex.Bad(
            index,
            $"'{System.IO.Path.GetFileName(path)}' is a symbolic link to '{target}', which is not in its folder");
    }

    // A tensor that only a file knows would be left out in silence, and the model keep its random values.
    private void RefuseUnlisted()
    {
        foreach ((string file, IWeightsFile shard) in _shards)
            foreach (string name in shard.Entries.Keys)
                if (!_shardOf.TryGetValue(name, out IWeightsFile? listed) || listed != shard)
                    throw ShardIndex.Bad(Path, $"'{file}' holds the tensor '{name}', which the index does not list there");
    }
}
