namespace TextBrewer.Torch.Tests.Weights;

/// <summary>A tensor as a pickle describes it, true or not.</summary>
internal sealed record SavedTensor(
    string Name,
    string StorageType,
    string Key,
    long StorageElements,
    long Offset,
    long[] Shape,
    long[] Strides);
