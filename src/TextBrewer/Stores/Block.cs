namespace TextBrewer.Stores;

/// <summary>Copies the numbers of an example between a batch's tensor, where it may be padded, and its own.</summary>
internal static class Block
{
    /// <summary>Copies a block, in runs as long as both sides have them.</summary>
    /// <param name="source">Where it stands, from its first number on.</param>
    /// <param name="sourceSizes">The sizes of what it stands in; the first does not matter.</param>
    /// <param name="target">Where it goes, from its first number on.</param>
    /// <param name="targetSizes">The sizes of what it goes into; the first does not matter.</param>
    /// <param name="sizes">The sizes of the block.</param>
    /// <param name="recode">How its numbers change.</param>
    internal static void Copy(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<int> sourceSizes,
        Span<byte> target,
        ReadOnlySpan<int> targetSizes,
        ReadOnlySpan<int> sizes,
        Recode recode)
    {
        int axis = 0, run = 1;
        for (int i = sizes.Length - 1; i > 0 && axis == 0; i--)
            if (sizes[i] != sourceSizes[i] || sizes[i] != targetSizes[i]) axis = i;
        foreach (int size in sizes[axis..]) run *= size;
        if (run > 0) Copy(source, sourceSizes, target, targetSizes, sizes[..axis], run, recode);
    }

    private static void Copy(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<int> sourceSizes,
        Span<byte> target,
        ReadOnlySpan<int> targetSizes,
        ReadOnlySpan<int> outer,
        int run,
        Recode recode)
    {
        if (outer.IsEmpty)
        {
            recode.Run(source[..(run * recode.Source)], target[..(run * recode.Target)]);
            return;
        }
        int sourceStep = recode.Source, targetStep = recode.Target;
        foreach (int size in sourceSizes[1..]) sourceStep *= size;
        foreach (int size in targetSizes[1..]) targetStep *= size;
        for (int i = 0; i < outer[0]; i++)
            Copy(
                source[(i * sourceStep)..],
                sourceSizes[1..],
                target[(i * targetStep)..],
                targetSizes[1..],
                outer[1..],
                run,
                recode);
    }
}
