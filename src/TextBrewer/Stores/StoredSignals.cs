namespace TextBrewer.Stores;

/// <summary>What a teacher said about an example, as it is kept.</summary>
/// <param name="Layout">How its tensors stand in the bytes.</param>
/// <param name="Length">The example's length; −1: unknown.</param>
/// <param name="Data">The bytes.</param>
internal readonly record struct StoredSignals(SignalLayout Layout, int Length, ReadOnlyMemory<byte> Data)
{
    /// <summary>The length of an example whose length nobody knows.</summary>
    internal const int UnknownLength = -1;
}
