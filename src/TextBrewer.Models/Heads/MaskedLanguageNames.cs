namespace TextBrewer.Models.Heads;

/// <summary>How an architecture names the head of its masked language model.</summary>
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
    IReadOnlyList<string> BiasTwins);
