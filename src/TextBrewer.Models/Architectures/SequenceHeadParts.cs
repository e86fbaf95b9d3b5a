namespace TextBrewer.Models.Architectures;

/// <summary>What a head over a whole sequence is made of.</summary>
/// <param name="Output">The checkpoint's name of its last layer.</param>
internal sealed record SequenceHeadParts(string Output)
{
    /// <summary>A layer over the encoder's pooled state.</summary>
    internal static SequenceHeadParts Pooled { get; } = new("classifier");

    /// <summary>The name of a dense layer over the first position, which comes before the last one; null: the pooled state does.</summary>
    internal string? Dense { get; private init; }

    /// <summary>The activation of the dense layer, as <c>hidden_act</c> would name it.</summary>
    internal string Activation { get; private init; } = "linear";

    /// <summary>Whether the first position is dropped out on its way to the dense layer, too.</summary>
    internal bool DropsInput { get; init; }

    /// <summary>Whether the head stands on the encoder's pooler.</summary>
    internal bool NeedsPooler => Dense is null;

    /// <summary>A dense layer over the first position, an activation, a last layer.</summary>
    internal static SequenceHeadParts Deep(string dense, string activation, string output) =>
        new(output) { Dense = dense, Activation = activation };
}
