namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>A tensor of a pickle: a view of a storage. It lies within what the storage claims to have.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Its first element in it.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Strides">Elements from one to the next, by dimension.</param>
/// <param name="Elements">How many it has.</param>
/// <param name="Span">How many elements of the storage lie between its first and its last one, both included.</param>
internal sealed record PickledTensor(PickledStorage Storage, long Offset, long[] Shape, long[] Strides, long Elements, long Span)
{
    /// <summary>
    /// Reads the arguments of <c>_rebuild_tensor_v2</c>: storage, offset, shape, strides, requires_grad, hooks and, if there is any,
    /// metadata (conjugated, negated).
    /// </summary>
    internal static PickledTensor Of(object?[] arguments, PickleFault fault)
    {
        if (arguments is not [PickledStorage storage, long offset, object?[] size, object?[] stride, bool, _, .. object?[] metadata]
            || metadata is not ([] or [null]))
            throw fault.Damaged("the description of a tensor is not as PyTorch writes it");
        long[] shape = Numbers(size, fault), strides = Numbers(stride, fault);
        if (TensorShape.Elements(shape) is not long elements)
            throw fault.Damaged($"a tensor has the impossible shape ({Text(shape)})");
        if (offset < 0 || strides.Length != shape.Length || strides.Any(s => s < 0))
            throw fault.Damaged($"a tensor of the shape ({Text(shape)}) has the impossible strides ({Text(strides)}) and offset {offset}");
        if (elements == 0) return new(storage, offset, shape, strides, 0, 0);
        Int128 last = 0;
        for (int i = 0; i < shape.Length && last <= storage.Elements; i++) last += (Int128)(shape[i] - 1) * strides[i];
        if (last + offset >= storage.Elements)
            throw fault.Damaged($"a tensor of the shape ({Text(shape)}), strides ({Text(strides)}) and offset {offset} reaches beyond the "
                + $"{storage.Elements} elements of its storage");
        return new(storage, offset, shape, strides, elements, (long)last + 1);
    }

    /// <summary>Whether its elements follow one another in the order of its indices.</summary>
    internal bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int i = Shape.Length - 1; i >= 0 && Elements > 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected) return false;
                expected *= Shape[i];
            }
            return true;
        }
    }

    private static long[] Numbers(object?[] tuple, PickleFault fault) =>
        [.. tuple.Select(item => item is long number ? number : throw fault.Damaged($"{PickleFault.Describe(item)} stands in a tensor's "
            + "shape or strides"))];

    private static string Text(long[] numbers) => PickleFault.Clip(string.Join(", ", numbers));
}
