namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>Memory that tensors look at: it stands outside of the pickle, under a key.</summary>
/// <param name="Key">Where it stands.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Elements">How many of them.</param>
internal sealed record PickledStorage(string Key, StorageType Type, long Elements)
{
    /// <summary>
    /// Reads what PyTorch calls its persistent id: ('storage', type, key, device, elements). The form before 1.6 adds a view within it,
    /// which must be None.
    /// </summary>
    internal static PickledStorage Of(object? id, PickleFault fault) => id switch
    {
        object?[] and ["storage", StorageType type, string key, string, long elements] when Fits(type, elements) => new(
            key,
            type,
            elements),
        object?[] and ["storage", StorageType type, string key, string, long elements, null] when Fits(type, elements) => new(
            key,
            type,
            elements),
        object?[] and ["storage", ..] => throw fault.Damaged("the description of a storage is not as PyTorch writes it"),
        _ => throw fault.Damaged($"{PickleFault.Describe(id)} stands for a storage"),
    };

    /// <summary>The length of the storage in bytes.</summary>
    internal long Bytes => Elements * Type.Size;

    private static bool Fits(StorageType type, long elements) => elements >= 0 && elements <= long.MaxValue / type.Size;
}
