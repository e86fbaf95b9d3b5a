using TextBrewer.Configuration;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>Settings that change what processes send each other at a step.</summary>
/// <param name="Name">What they are called, as a word.</param>
/// <param name="Title">What they are called in a table.</param>
/// <param name="IsFrozen">Whether the embeddings stay as they are.</param>
/// <param name="IsHalf">Whether gradients travel in bfloat16.</param>
/// <param name="Accumulation">How many batches one sum of gradients is for.</param>
internal sealed record ExchangeVariant(string Name, string Title, bool IsFrozen = false, bool IsHalf = false, int Accumulation = 1)
{
    internal static ExchangeVariant Plain { get; } = new("plain", "as it is");

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ExchangeVariant> All { get; } =
    [
        Plain,
        new("frozen", "frozen embeddings", IsFrozen: true),
        new("half", "bf16", IsHalf: true),
        new("both", "frozen embeddings, bf16", IsFrozen: true, IsHalf: true),
        new("accumulated", "four batches a step", Accumulation: 4),
    ];

    /// <summary>The variant of a name.</summary>
    internal static ExchangeVariant Of(string name) => All.Single(variant => variant.Name == name);

    /// <summary>Settings with this one's.</summary>
    internal TrainingConfig Of(TrainingConfig training) => training with
    {
        ReducePrecision = IsHalf ? "bf16" : null,
        GradientAccumulationSteps = Accumulation,
    };
}
