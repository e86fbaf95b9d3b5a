using System.Buffers.Binary;
using TorchSharp;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>
/// The form before PyTorch 1.6: pickles of a magic number, the protocol, the system, the state dict and the storages' keys,
/// then the storages in this order, each as its number of elements (eight bytes) and its bytes.
/// </summary>
internal sealed class LegacyStorages : IStorages
{
    // The pickle, by protocol 2, of the number 0x1950a86a20f9469cfc6c.
    private static readonly byte[] Magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
    private const long Protocol = 1001;

    private readonly FileStream _file;
    private readonly PickleFault _fault;
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, (PickledStorage Storage, long Position)> _places = new(StringComparer.Ordinal);

    private LegacyStorages(FileStream file, PickleFault fault) => (_file, _fault) = (file, fault);

    internal static (Dictionary<string, PickledTensor> Tensors, IStorages Storages) Read(FileStream file, PickleFault fault)
    {
        byte[] magic = new byte[Magic.Length];
        file.Position = 0;
        if (file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.AsSpan().SequenceEqual(Magic))
            throw fault.Damaged("it begins neither as a zip nor with PyTorch's magic number");
        if (Pickle() is not Protocol) throw fault.Damaged($"its protocol is not {Protocol}");
        Pickle(); // the sizes of C's types, of no use: element sizes are fixed
        Dictionary<string, PickledTensor> tensors = PickledStateDict.Tensors(Pickle(), fault);
        if (Pickle() is not List<object?> keys) throw fault.Damaged("the list of its storages is missing");
        LegacyStorages storages = new(file, fault);
        storages._keys.AddRange(keys.Select(key => key as string ?? throw fault.Damaged($"the list of its storages holds "
            + $"{PickleFault.Describe(key)}")));
        storages.Find(tensors.Values);
        return (tensors, storages);

        object? Pickle() => new PickleMachine(new PickleInput(file, fault), fault).Run();
    }

    public void Check(PickledStorage storage)
    {
        if (!_places.TryGetValue(storage.Key, out var place) || place.Storage != storage)
            throw _fault.Damaged($"its storage '{PickleFault.Clip(storage.Key)}' is missing, or two tensors describe it differently");
    }

    public void Read(PickledStorage storage, long offset, torch.Tensor into)
    {
        _file.Position = _places[storage.Key].Position + offset;
        WholeReads.Fill(into, _file, 1 << 16);
    }

    public void Dispose() => _file.Dispose();

    // How long an element is stands with the tensors only, so they are needed to find where the next storage begins.
    private void Find(IEnumerable<PickledTensor> tensors)
    {
        Dictionary<string, PickledStorage> known = new(StringComparer.Ordinal);
        foreach (PickledTensor tensor in tensors) known.TryAdd(tensor.Storage.Key, tensor.Storage);
        byte[] count = new byte[8];
        foreach (string key in _keys)
        {
            if (!known.TryGetValue(key, out PickledStorage? storage)) throw _fault.Damaged($"no tensor uses its storage "
                + $"'{PickleFault.Clip(key)}'");
            if (_file.ReadAtLeast(count, count.Length, throwOnEndOfStream: false) < count.Length
                || BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Elements
                || storage.Bytes > _file.Length - _file.Position)
                throw _fault.Damaged($"its storage '{PickleFault.Clip(key)}' does not have the {storage.Elements} elements that its "
                    + "tensors need: the file is cut off or damaged");
            if (!_places.TryAdd(key, (storage, _file.Position))) throw _fault.Damaged($"its storage '{PickleFault.Clip(key)}' is there "
                + "twice");
            _file.Position += storage.Bytes;
        }
    }
}
