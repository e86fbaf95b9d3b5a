using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Architectures;

/// <summary>The head of an architecture's masked language model, and how checkpoints name it.</summary>
/// <param name="Transform">The dense layer.</param>
/// <param name="Norm">The layer norm after it.</param>
/// <param name="Bias">The bias of the output.</param>
/// <param name="WordTwins">Further names of the word embeddings, which are the output's weight.</param>
/// <param name="BiasTwins">Further names of the bias.</param>
internal sealed record MaskedLanguageNames(
    string Transform,
    string Norm,
    string Bias,
    IReadOnlyList<string> WordTwins,
    IReadOnlyList<string> BiasTwins)
{
    /// <summary>The activation after the dense layer.</summary>
    internal Func<EncoderConfig, string> Activation { get; init; } = config => config.HiddenAct;

    /// <summary>Whether the dense layer has a bias.</summary>
    internal Func<EncoderConfig, bool> HasTransformBias { get; init; } = _ => true;

    /// <summary>Whether the layer norm has a bias.</summary>
    internal Func<EncoderConfig, bool> HasNormBias { get; init; } = _ => true;

    /// <summary>Whether the output has a bias.</summary>
    internal Func<EncoderConfig, bool> HasBias { get; init; } = _ => true;
}
