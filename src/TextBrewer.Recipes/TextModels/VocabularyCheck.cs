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

    /// <summary>Compares two vocabularies.</summary>
    /// <exception cref="ConfigurationException">They differ.</exception>
    internal static void Same(ITokenizer first, string firstName, ITokenizer second, string secondName)
    {
        if (first.Tokens.SequenceEqual(second.Tokens)) return;
        int place = first.Tokens.Zip(second.Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new ConfigurationException($"'{firstName}' has {first.Tokens.Count} vocabulary entries and '{secondName}' has "
            + $"{second.Tokens.Count}, different from entry {place} on: all models of a run share one vocabulary.");
    }
}
