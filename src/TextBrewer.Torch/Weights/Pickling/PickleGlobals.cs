using System.Collections.Frozen;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>The only names that a pickle may ask for. None of them is looked up anywhere but here.</summary>
internal static class PickleGlobals
{
    private static readonly FrozenDictionary<string, object> Known = new Dictionary<string, object>
    {
        ["collections.OrderedDict"] = PickleFunction.OrderedDictionary,
        ["torch._utils._rebuild_tensor_v2"] = PickleFunction.RebuildTensor,
        ["torch._utils._rebuild_parameter"] = PickleFunction.RebuildParameter,
        ["torch.Size"] = PickleFunction.Size,
        ["torch.DoubleStorage"] = new StorageType(ScalarType.Float64, 8),
        ["torch.FloatStorage"] = new StorageType(ScalarType.Float32, 4),
        ["torch.HalfStorage"] = new StorageType(ScalarType.Float16, 2),
        ["torch.BFloat16Storage"] = new StorageType(ScalarType.BFloat16, 2),
        ["torch.LongStorage"] = new StorageType(ScalarType.Int64, 8),
        ["torch.IntStorage"] = new StorageType(ScalarType.Int32, 4),
        ["torch.ShortStorage"] = new StorageType(ScalarType.Int16, 2),
        ["torch.CharStorage"] = new StorageType(ScalarType.Int8, 1),
        ["torch.ByteStorage"] = new StorageType(ScalarType.Byte, 1),
        ["torch.BoolStorage"] = new StorageType(ScalarType.Bool, 1),
        // PyTorch counts the elements of an untyped storage in bytes.
        ["torch.storage.UntypedStorage"] = new StorageType(ScalarType.Byte, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A function or a storage type; null where the name is not allowed.</summary>
    internal static object? Find(string name) => Known.GetValueOrDefault(name);
}
