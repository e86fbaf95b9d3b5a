using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>A layer's index, or a list of two: <c>4</c> or <c>[4, 4]</c> in JSON.</summary>
[JsonConverter(typeof(LayerIndicesConverter))]
public readonly struct LayerIndices(params int[] indices) : IEquatable<LayerIndices>
{
    private readonly int[] _indices = indices;

    /// <summary>The indices.</summary>
    public IReadOnlyList<int> Values => _indices ?? [];

    /// <summary>How many there are.</summary>
    public int Count => Values.Count;

    /// <summary>One layer.</summary>
    public static implicit operator LayerIndices(int index) => new(index);

    /// <summary>One layer.</summary>
    public static LayerIndices FromInt32(int index) => new(index);

    /// <inheritdoc/>
    public bool Equals(LayerIndices other) => Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LayerIndices other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);

    /// <summary>The indices joined with <c>-</c>, as scalar names have them.</summary>
    public override string ToString() => string.Join("-", Values);

    /// <summary>Whether both name the same layers.</summary>
    public static bool operator ==(LayerIndices left, LayerIndices right) => left.Equals(right);

    /// <summary>Whether they name different layers.</summary>
    public static bool operator !=(LayerIndices left, LayerIndices right) => !left.Equals(right);
}
