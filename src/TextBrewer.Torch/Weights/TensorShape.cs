namespace TextBrewer.Torch.Weights;

/// <summary>Shapes that a file claims.</summary>
internal static class TensorShape
{
    // libtorch copies no tensor of more dimensions, and overflows in silence beyond 2⁶³ bytes, even of an empty tensor.
    private const int MostDimensions = 64;
    private const long MostElements = long.MaxValue / 16;

    /// <summary>How many elements a shape has; null where it is none, or none that torch could make.</summary>
    internal static long? Elements(IReadOnlyList<long> shape)
    {
        if (shape.Count > MostDimensions) return null;
        Int128 strides = 1;
        foreach (long dimension in shape)
        {
            if (dimension < 0) return null;
            strides *= Math.Max(dimension, 1);
            if (strides > MostElements) return null;
        }
        return shape.Contains(0) ? 0 : (long)strides;
    }
}
