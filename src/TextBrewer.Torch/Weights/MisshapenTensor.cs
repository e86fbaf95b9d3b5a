namespace TextBrewer.Torch.Weights;

/// <summary>A tensor whose shape in the file is not the module's.</summary>
public sealed record MisshapenTensor(string Name, IReadOnlyList<long> InFile, IReadOnlyList<long> InModel)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({string.Join(", ", InFile)}) in the file, ({string.Join(", ", InModel)}) in the model";
}
