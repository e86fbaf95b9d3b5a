using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>
/// What a head is made of, over a vector for a sequence or one for each position: perhaps a dense layer, an activation and a layer norm,
/// then dropout and a last layer.
/// </summary>
/// <param name="Output">The checkpoint's name of its last layer.</param>
internal sealed record HeadParts(string Output)
{
    /// <summary>A layer over the encoder's pooled state.</summary>
    internal static HeadParts Pooled { get; } = new("classifier");

    /// <summary>What stands for a sequence, where the head is for sequences.</summary>
    internal Func<EncoderConfig, SequenceSource> Source { get; init; } = _ => SequenceSource.Pooler;

    /// <summary>The name of a dense layer before the last one; null: there is none.</summary>
    internal string? Dense { get; init; }

    /// <summary>Whether the dense layer has a bias.</summary>
    internal Func<EncoderConfig, bool> HasDenseBias { get; init; } = _ => true;

    /// <summary>The activation of the dense layer, as <c>hidden_act</c> would name it.</summary>
    internal Func<EncoderConfig, string> Activation { get; init; } = _ => "linear";

    /// <summary>The name of a layer norm behind it; null: there is none.</summary>
    internal string? Norm { get; init; }

    /// <summary>Whether the layer norm has a bias.</summary>
    internal Func<EncoderConfig, bool> HasNormBias { get; init; } = _ => true;

    /// <summary>The dropout before the dense layer.</summary>
    internal Func<EncoderConfig, double> InputDropout { get; init; } = _ => 0;

    /// <summary>The dropout before the last layer.</summary>
    internal Func<EncoderConfig, double> Dropout { get; init; } = ClassifierDropout;

    /// <summary>The usual dropout of a classifier.</summary>
    internal static double ClassifierDropout(EncoderConfig config) => config.ClassifierDropout ?? config.HiddenDropoutProb;

    /// <summary>A dense layer over the first position, an activation, a last layer.</summary>
    internal static HeadParts Deep(string dense, string activation, string output) =>
        new(output) { Source = _ => SequenceSource.First, Dense = dense, Activation = _ => activation };

    /// <summary>Whether the head stands on the encoder's pooler.</summary>
    internal bool NeedsPooler(EncoderConfig config) => Source(config) == SequenceSource.Pooler;
}
