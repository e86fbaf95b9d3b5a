using TextBrewer.Torch.Weights.Pickling;
using TorchSharp;

namespace TextBrewer.Torch.Weights;

/// <summary>
/// A state dict as <c>torch.save</c> writes it (<c>pytorch_model.bin</c>), in the zip form of PyTorch 1.6 and later or the form before it.
/// The pickle in it is read by a machine that knows only what weights need, and executes nothing.
/// </summary>
public sealed class PickledWeights : IWeightsFile
{
    private readonly IStorages _storages;
    private readonly Dictionary<string, PickledTensor> _tensors;

    private PickledWeights(string path, IStorages storages, Dictionary<string, PickledTensor> tensors)
    {
        (Path, _storages, _tensors) = (path, storages, tensors);
        Entries = tensors.ToDictionary(
            pair => pair.Key,
            pair => new TensorEntry(pair.Key, pair.Value.Storage.Type.Scalar, pair.Value.Shape),
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Opens a file and checks what it claims; tensors are read when asked for.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, holds something else than tensors, or asks for code to be run; the
    /// message says what.</exception>
    public static PickledWeights Open(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        PickleFault fault = new(path);
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        IStorages? storages = null;
        try
        {
            long length = file.Length;
            (Dictionary<string, PickledTensor> tensors, storages) = ZippedStorages.IsZip(file)
                ? ZippedStorages.Read(file, fault)
                : LegacyStorages.Read(file, fault);
            foreach ((string name, PickledTensor tensor) in tensors)
            {
                storages.Check(tensor.Storage);
                // Strides of 0 make a tensor larger than its storage: PyTorch writes them for expanded tensors, an attacker to fill the
                // memory.
                if (tensor.Elements * tensor.Storage.Type.Size > length)
                    throw fault.Damaged($"the tensor '{PickleFault.Clip(name)}' would have {tensor.Elements} elements, more than the whole "
                        + "file");
            }
            return new PickledWeights(path, storages, tensors);
        }
        catch
        {
            storages?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public torch.Tensor Read(string name)
    {
        PickledTensor tensor = _tensors[name];
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor plain = torch.empty(tensor.IsContiguous ? tensor.Shape : [tensor.Span], dtype: tensor.Storage.Type.Scalar);
        if (tensor.Elements > 0) _storages.Read(tensor.Storage, tensor.Offset * tensor.Storage.Type.Size, plain);
        if (!tensor.IsContiguous) plain = plain.as_strided(tensor.Shape, tensor.Strides).contiguous();
        return plain.MoveToOuterDisposeScope();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _storages.Dispose();
}
