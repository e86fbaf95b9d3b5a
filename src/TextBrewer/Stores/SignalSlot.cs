using System.Text.Json.Serialization;
using TextBrewer.Adaptors;
using static TorchSharp.torch;

namespace TextBrewer.Stores;

/// <summary>One tensor of a teacher's signals, as it is kept for an example.</summary>
internal sealed record SignalSlot
{
    /// <summary>A size that is the example's own length.</summary>
    internal const int Own = -1;

    // As many as torch copies.
    private const int MostAxes = 64;

    /// <summary>The name of its feature.</summary>
    public required string Feature { get; init; }

    /// <summary>The type of the teacher's tensor; null: at this place of the list there is none.</summary>
    public ScalarType? Type { get; init; }

    /// <summary>Whether its numbers are kept in 16 bits.</summary>
    public bool IsHalf { get; init; }

    /// <summary>Its sizes for one example, <see cref="Own"/> where it is as long as the example.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [];

    /// <summary>What its dimensions are.</summary>
    public IReadOnlyList<Axis> Axes { get; init; } = [];

    /// <summary>Whether the axes are the list's own and not the feature's.</summary>
    public bool NamesAxes { get; init; }

    /// <summary>What stands at padding.</summary>
    public double Padding { get; init; }

    /// <summary>Whether the padding is the list's own and not the feature's.</summary>
    public bool NamesPadding { get; init; }

    /// <summary>Whether it can be one that was written: files are read as well.</summary>
    [JsonIgnore]
    internal bool IsSound =>
        Feature is not null && Axes is not null && Sizes is { Count: > 0 and <= MostAxes } && Sizes.All(size => size >= Own)
        && (Type is not { } type || SizeOf(type) is not null);

    /// <summary>The bytes of a number as it is kept.</summary>
    [JsonIgnore]
    internal int Element => Type is not { } type ? 0 : IsHalf ? 2 : ElementSize(type);

    /// <summary>The bytes of a number of a type.</summary>
    internal static int ElementSize(ScalarType type) =>
        SizeOf(type) ?? throw new NotSupportedException($"Tensors of {type} cannot be kept.");

    private static int? SizeOf(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => null,
    };

    /// <summary>A size of an example of a length.</summary>
    internal int Size(int axis, int length) => Sizes[axis] == Own ? length : Sizes[axis];

    /// <summary>How many numbers it has for an example of a length.</summary>
    internal long Count(int length)
    {
        if (Type is null) return 0;
        long count = 1;
        for (int axis = 0; axis < Sizes.Count; axis++) count *= Size(axis, length);
        return count;
    }

    /// <summary>Whether both can stand in one tensor: alike but for what is converted and padded.</summary>
    internal bool Joins(SignalSlot other) =>
        Feature == other.Feature && Type == other.Type && Sizes.Count == other.Sizes.Count && Padding.Equals(other.Padding);
}
