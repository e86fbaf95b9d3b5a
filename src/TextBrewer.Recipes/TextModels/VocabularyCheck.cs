using TextBrewer.Models.Encoders;
using TextBrewer.Naming;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.TextModels;

/// <summary>Models of one run read the same ids: a folder with other words under them would be fed nonsense without a word.</summary>
internal static class VocabularyCheck
{
    /// <summary>Compares the tokenizer's vocabulary with a folder's, if it has one.</summary>
    /// <exception cref="ConfigurationException">They differ.</exception>
    internal static void Same(ITokenizer tokenizer, string source, string folder)
    {
        if (Path.GetFullPath(source) == Path.GetFullPath(folder) || !Tokenizers.AreIn(folder)) return;
        Same(tokenizer, source, Tokenizers.FromFolder(folder), folder);
    }

    /// <summary>Compares a tokenizer with a model that reads its ids.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="config">The model's configuration.</param>
    /// <exception cref="ConfigurationException">The model does not know all ids, or another one is its padding.</exception>
    internal static void Fits(ITokenizer tokenizer, string source, EncoderConfig config)
    {
        if (tokenizer.Tokens.Count > config.VocabSize) throw new ConfigurationException(
            $"The tokenizer of '{source}' has {tokenizer.Tokens.Count} vocabulary entries, and the model's vocab_size is "
                + $"{config.VocabSize}: they are of two models.");
        if (config.PadTokenId is int padding and >= 0 && padding < tokenizer.Tokens.Count && !tokenizer.IsSpecial(padding))
            throw new ConfigurationException($"The model's pad_token_id is {padding}, which is the word '{tokenizer.Tokens[padding]}' in "
                + $"the vocabulary of '{source}', where padding is {tokenizer.PadId}: they are of two models.");
    }

    /// <summary>Compares two vocabularies.</summary>
    /// <exception cref="ConfigurationException">They differ.</exception>
    internal static void Same(ITokenizer first, string firstName, ITokenizer second, string secondName)
    {
        if (first.Tokens.SequenceEqual(second.Tokens)) return;
        int place = first.Tokens.Zip(second.Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new ConfigurationException($"'{firstName}' has {first.Tokens.Count} vocabulary entries and '{secondName}' has "
            + $"{second.Tokens.Count}, different from entry {place} on: a model reads one vocabulary.");
    }
}
