namespace TextBrewer.Data;

/// <summary>An example of a batch, as whatever stores, reports or samples it knows it.</summary>
/// <param name="Key">Stable and its own: a hash of what the model sees, or its place in the data.</param>
/// <param name="Length">How many positions of the batch are its own, padding left out; null: unknown.</param>
public readonly record struct Example(UInt128 Key, int? Length = null);
