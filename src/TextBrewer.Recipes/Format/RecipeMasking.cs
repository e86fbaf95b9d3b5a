using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// Which words are masked, drawn anew in each epoch, and what stands in their place (Devlin et al. 2019, section 3.1). What neither
/// <see cref="Mask"/> nor <see cref="Random"/> takes stays as it is, and is to be guessed too.
/// </summary>
public sealed record RecipeMasking
{
    /// <summary>The probability of a word to be chosen, and so the share of tokens; of a text at least one word is.</summary>
    [Above(0)]
    [AtMost(1)]
    public double Probability { get; init; } = 0.15;

    /// <summary>Whether all pieces of a word are chosen together; false: each token is chosen on its own.</summary>
    public bool WholeWords { get; init; } = true;

    /// <summary>The share of chosen tokens in whose place the mask stands.</summary>
    [AtLeast(0)]
    [AtMost(1)]
    public double Mask { get; init; } = 0.8;

    /// <summary>The share of chosen tokens in whose place any token stands.</summary>
    [AtLeast(0)]
    [AtMost(1)]
    public double Random { get; init; } = 0.1;
}
