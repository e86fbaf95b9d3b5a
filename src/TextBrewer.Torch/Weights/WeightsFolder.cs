using static TorchSharp.torch;

namespace TextBrewer.Torch.Weights;

/// <summary>The weights in a Hugging Face folder, in whichever form they are there.</summary>
public static class WeightsFolder
{
    private static readonly (string Name, Func<string, IWeightsFile> Open)[] Known =
    [
        ("model.safetensors", SafetensorsFile.Open),
        ("model.safetensors.index.json", ShardedWeights.Open),
        ("pytorch_model.bin", PickledWeights.Open),
        ("pytorch_model.bin.index.json", ShardedWeights.Open),
    ];

    /// <summary>The most bytes of tensors in a file that is written: 5 GB, as transformers has it.</summary>
    public const long MaxShardBytes = 5_000_000_000;

    /// <summary>
    /// Writes <c>model.safetensors</c>, or several files with <c>model.safetensors.index.json</c> where one would hold too much; what an
    /// earlier save left is removed.
    /// </summary>
    /// <param name="folder">The folder, which is made where there is none.</param>
    /// <param name="tensors">The tensors, which are filled into files in their order.</param>
    /// <param name="metadata">What each file says of itself; null: nothing.</param>
    /// <param name="maxShardBytes">The most bytes of tensors in a file; a tensor that is larger stands alone.</param>
    public static void Save(
        string folder,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        long maxShardBytes = MaxShardBytes)
    {
        Directory.CreateDirectory(folder);
        ShardedWriter.Write(folder, tensors, metadata ?? new Dictionary<string, string>(), maxShardBytes);
    }

    /// <summary>Whether a folder holds weights in one of the forms that <see cref="Open"/> looks for.</summary>
    internal static bool AreIn(string folder) => Known.Any(known => File.Exists(Path.Combine(folder, known.Name)));

    /// <summary>
    /// Opens the first that is there of <c>model.safetensors</c>, <c>model.safetensors.index.json</c>, <c>pytorch_model.bin</c> and
    /// <c>pytorch_model.bin.index.json</c>.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">It holds none of the four, or not every file of an index.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or holds something else than weights; the message says what.</exception>
    public static IWeightsFile Open(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        foreach ((string name, Func<string, IWeightsFile> open) in Known)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) return open(path);
        }
        throw new FileNotFoundException($"There are no weights in '{folder}': looked for "
            + $"{string.Join(", ", Known.Select(known => known.Name))}.");
    }
}
