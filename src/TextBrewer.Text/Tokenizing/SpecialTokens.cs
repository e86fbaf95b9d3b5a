namespace TextBrewer.Text.Tokenizing;

/// <summary>The ids of the tokens that are of no text, whatever a vocabulary calls them.</summary>
/// <param name="Pad">What fills short sequences up.</param>
/// <param name="Unknown">What stands for what there are no pieces for.</param>
/// <param name="Mask">What stands in a masked word's place; null: there is none.</param>
internal sealed record SpecialTokens(int Pad, int Unknown, int? Mask)
{
    /// <summary>Finds them: as the folder's configuration names them, else as the usual vocabularies do.</summary>
    /// <param name="names">By what they are for, the tokens that the configuration names.</param>
    /// <param name="find">Finds a token's id.</param>
    /// <param name="unknown">The id that the vocabulary's own file says; null: it says none.</param>
    /// <param name="source">The file.</param>
    /// <exception cref="InvalidDataException">One is named that is not there, or there is none for padding.</exception>
    internal static SpecialTokens Of(
        IReadOnlyDictionary<string, string> names,
        Func<string, int?> find,
        int? unknown,
        string source)
    {
        foreach ((string use, string token) in names)
            if (find(token) is null) throw new InvalidDataException($"'{source}' has no '{token}', which the configuration beside it names "
                + $"as its {use}: they are of two models. Fetch the model's tokenizer again.");
        int pad = Find("pad_token", "[PAD]", "<pad>", "<|pad|>", "<|padding|>") ?? throw new InvalidDataException(
            $"'{source}' has no token for padding, like [PAD] or <pad>, and no tokenizer_config.json beside it names one as pad_token: "
                + "it is not an encoder's tokenizer, or is damaged.");
        // Where nothing is unknown to the vocabulary, padding stands for a word of nothing.
        return new SpecialTokens(
            pad,
            unknown ?? Find("unk_token", "[UNK]", "<unk>", "<|unk|>") ?? pad,
            Find("mask_token", "[MASK]", "<mask>", "<|mask|>"));

        int? Find(string use, params string[] usual) =>
            names.TryGetValue(use, out string? token) ? find(token) : usual.Select(find).FirstOrDefault(id => id is not null);
    }
}
