using System.Buffers.Binary;
using System.Text;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>A pickle, written instruction by instruction: sound ones as PyTorch writes them, and hostile ones.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [0x80, 2];

    internal static PickleBytes New => new();

    internal byte[] Stop() => [.. _bytes, (byte)'.'];

    internal PickleBytes Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal PickleBytes Op(char opcode) => Raw((byte)opcode);

    internal PickleBytes Line(string text) => Raw([.. Encoding.UTF8.GetBytes(text), (byte)'\n']);

    internal PickleBytes Global(string module, string name) => Op('c').Line(module).Line(name);

    internal PickleBytes StackGlobal(string module, string name) => Text(module).Text(name).Raw(0x93);

    internal PickleBytes Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op('X').Raw(length).Raw(utf8);
    }

    internal PickleBytes Int(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    internal PickleBytes Ints(params long[] values)
    {
        Op('(');
        foreach (long value in values) Int(value);
        return Op('t');
    }

    /// <summary>The reference to a storage.</summary>
    internal PickleBytes Storage(string type, string key, long elements, bool legacy = false)
    {
        Op('(').Text("storage").Global("torch", type).Text(key).Text("cpu").Int(elements);
        return (legacy ? Op('N') : this).Op('t').Op('Q');
    }

    /// <summary>A tensor over a storage.</summary>
    internal PickleBytes Tensor(SavedTensor tensor, bool legacy = false) => Global("torch._utils", "_rebuild_tensor_v2")
        .Op('(').Storage(tensor.StorageType, tensor.Key, tensor.StorageElements, legacy).Int(tensor.Offset).Ints(tensor
            .Shape).Ints(tensor.Strides).Raw(0x89)
        .Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');

    /// <summary>A dictionary of tensors, as the whole of a pickle.</summary>
    internal static byte[] Dictionary(IEnumerable<SavedTensor> tensors, bool legacy = false)
    {
        PickleBytes pickle = New.Op('}').Op('(');
        foreach (SavedTensor tensor in tensors) pickle.Text(tensor.Name).Tensor(tensor, legacy);
        return pickle.Op('u').Stop();
    }
}
