using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>How a task's texts become tokens, and what its labels are.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Labels">The labels in order; empty where the task has none.</param>
/// <param name="MaxLength">The longest sequence of tokens.</param>
public sealed record TaskSettings(WordPieceTokenizer Tokenizer, IReadOnlyList<string> Labels, int MaxLength)
{
    // A pair needs three special tokens and something between them.
    private const int ShortestLength = 5;

    /// <summary>The longest sequence of tokens.</summary>
    /// <exception cref="ConfigurationException">It is too short for anything.</exception>
    public int MaxLength { get; } = MaxLength >= ShortestLength
        ? MaxLength
        : throw new ConfigurationException(
            $"The longest sequence is {MaxLength} tokens; it must be at least {ShortestLength}: set max_length.");

    /// <summary>How many tokens neighbouring windows of a passage share.</summary>
    public int Stride { get; init; } = 128;

    /// <summary>The longest question, in tokens; what is longer is cut.</summary>
    public int MaxQuestionLength { get; init; } = 64;

    /// <summary>The longest answer, in tokens.</summary>
    public int MaxAnswerLength { get; init; } = 30;

    /// <summary>Whether a tagging task distils the first piece of each word alone, or every real token.</summary>
    public bool LabelledTokensOnly { get; init; }

    /// <summary>These settings with what a recipe's tokenizer sets.</summary>
    internal TaskSettings With(RecipeTokenizer recipe) => this with
    {
        Stride = recipe.Stride ?? Stride,
        MaxQuestionLength = recipe.MaxQuestionLength ?? MaxQuestionLength,
        MaxAnswerLength = recipe.MaxAnswerLength ?? MaxAnswerLength,
    };
}
