namespace TextBrewer.Text.Tokenizing;

/// <summary>
/// Makes texts into the tokens that a model was trained with, and keeps each token's place in the original text. Safe from many threads.
/// </summary>
public interface ITokenizer
{
    /// <summary>The vocabulary in the order of the ids.</summary>
    IReadOnlyList<string> Tokens { get; }

    /// <summary>The id of the token that fills short sequences up.</summary>
    int PadId { get; }

    /// <summary>The id of the token that stands for what the vocabulary has no pieces for.</summary>
    int UnknownId { get; }

    /// <summary>The id of the token that stands in a masked word's place; null: the vocabulary has none.</summary>
    int? MaskId { get; }

    /// <summary>Whether a token is not of any text: the start and end of a sequence, padding, the mask, the unknown.</summary>
    /// <param name="id">The token.</param>
    bool IsSpecial(int id);

    /// <summary>Whether a token goes on with the word of the token before it.</summary>
    /// <param name="id">The token.</param>
    bool ContinuesWord(int id);

    /// <summary>The longest sequence that the tokenizer's files allow, special tokens included.</summary>
    int MaxLength { get; }

    /// <summary>How many special tokens a sequence gets: BERT's has 2 for a text and 3 for a pair, RoBERTa's 2 and 4.</summary>
    /// <param name="pair">Whether two texts are meant.</param>
    int SpecialTokens(bool pair);

    /// <summary>
    /// Encodes a text or a pair, with special tokens. What is too long is cut from the longer of the two. No more of a text is read than
    /// that takes.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null: there is none.</param>
    /// <param name="maxLength">The longest sequence, special tokens included; null: <see cref="MaxLength"/>.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The special tokens alone are longer.</exception>
    Encoding Encode(string text, string? pair = null, int? maxLength = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Encodes a text or a pair as <see cref="Encode"/> does, for those who ask for what a model reads alone: not for the tokens' texts and
    /// places.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null: there is none.</param>
    /// <param name="maxLength">The longest sequence, special tokens included; null: <see cref="MaxLength"/>.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    /// <returns>The tokens, and whether something was cut off.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The special tokens alone are longer.</exception>
    (TokenSequence Input, bool Truncated) EncodeInput(
        string text,
        string? pair = null,
        int? maxLength = null,
        CancellationToken cancellationToken = default)
    {
        Encoding encoding = Encode(text, pair, maxLength, cancellationToken);
        return (encoding.Input, encoding.Truncated);
    }

    /// <summary>
    /// Encodes words that somebody has cut already, with special tokens. Every word that fits keeps at least one token: the unknown one,
    /// where nothing else is left of it.
    /// </summary>
    /// <param name="words">The words.</param>
    /// <param name="maxLength">The longest sequence, special tokens included.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    /// <exception cref="ArgumentOutOfRangeException">The special tokens alone are longer.</exception>
    WordEncoding EncodeWords(IReadOnlyList<string> words, int maxLength, CancellationToken cancellationToken = default);

    /// <summary>
    /// Encodes a text with a long pair as windows, each the text and a part of the pair, for a question and its passage. A window is marked
    /// as truncated where it lacks something of either.
    /// </summary>
    /// <param name="text">The text, in every window.</param>
    /// <param name="pair">What the windows cut.</param>
    /// <param name="maxLength">The longest window, special tokens included.</param>
    /// <param name="stride">How many tokens of the pair neighbouring windows share.</param>
    /// <param name="maxText">How many tokens the text may have; what is more is cut off. Null: all.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    /// <exception cref="InvalidDataException">The text leaves no room for the pair.</exception>
    IReadOnlyList<Encoding> Windows(
        string text,
        string pair,
        int maxLength,
        int stride,
        int? maxText = null,
        CancellationToken cancellationToken = default);

    /// <summary>A sequence of the given tokens with the special tokens of a single text around them.</summary>
    /// <param name="ids">Token ids.</param>
    TokenSequence WithSpecialTokens(IReadOnlyList<int> ids);

    /// <summary>Writes the tokenizer's files, from which <see cref="Tokenizers.FromFolder"/> makes the same one.</summary>
    /// <param name="folder">The folder; it is made where there is none.</param>
    void SaveTo(string folder);
}
