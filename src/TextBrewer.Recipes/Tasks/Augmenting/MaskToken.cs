using TextBrewer.Naming;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>Hides words: a word of any length becomes one mask.</summary>
/// <param name="id">The token that hides a word.</param>
internal sealed class MaskToken(int id) : IWordSource
{
    /// <summary>The mask of a tokenizer.</summary>
    /// <exception cref="ConfigurationException">Its vocabulary has none.</exception>
    internal static int Of(ITokenizer tokenizer) => tokenizer.MaskId ?? throw new ConfigurationException(
        "The tokenizer's vocabulary has no token that stands for a masked word, like BERT's [MASK]: words can be masked, or replaced by "
            + "what a masked language model expects, with one alone.");

    public Word Draw(int example, Word word, Random random) => word with { Replacement = id };
}
