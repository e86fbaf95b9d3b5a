using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks;

/// <summary>How a task's texts become tokens, and what its labels are.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Labels">The labels in order; empty where the task has none.</param>
/// <param name="MaxLength">The longest sequence of tokens.</param>
internal sealed record TaskSettings(ITokenizer Tokenizer, IReadOnlyList<string> Labels, int MaxLength)
{
    /// <summary>The longest sequence of tokens: a pair needs its special tokens and a token of each text.</summary>
    /// <exception cref="ConfigurationException">It is too short for anything.</exception>
    public int MaxLength { get; } = MaxLength >= Tokenizer.SpecialTokens(pair: true) + 2
        ? MaxLength
        : throw new ConfigurationException($"The longest sequence is {MaxLength} tokens; it must be at least "
            + $"{Tokenizer.SpecialTokens(pair: true) + 2}: set max_length.");

    /// <summary>How many tokens neighbouring windows of a passage share.</summary>
    public int Stride { get; init; } = 128;

    /// <summary>The longest question, in tokens; what is longer is cut.</summary>
    public int MaxQuestionLength { get; init; } = 64;

    /// <summary>The longest answer, in tokens.</summary>
    public int MaxAnswerLength { get; init; } = 30;

    /// <summary>Whether a tagging task distils the first piece of each word alone, or every real token.</summary>
    public bool LabelledTokensOnly { get; init; }

    /// <summary>
    /// The same task as teachers have it whose tokenizers are others: an example has a view for each, by which what they say is brought to
    /// this task's tokens.
    /// </summary>
    public IReadOnlyList<TextTask> Others { get; init; } = [];

    /// <summary>Which words are masked, where words are.</summary>
    public RecipeMasking Masking { get; init; } = new();

    /// <summary>These settings with what a recipe's tokenizer sets.</summary>
    internal TaskSettings With(RecipeTokenizer recipe) => this with
    {
        Stride = recipe.Stride ?? Stride,
        MaxQuestionLength = recipe.MaxQuestionLength ?? MaxQuestionLength,
        MaxAnswerLength = recipe.MaxAnswerLength ?? MaxAnswerLength,
    };

    /// <summary>These settings for teachers that read by another tokenizer.</summary>
    /// <param name="tokenizer">Their tokenizer.</param>
    /// <param name="positions">The longest sequence that each takes; null: it does not say.</param>
    internal TaskSettings In(ITokenizer tokenizer, IReadOnlyList<int?> positions)
    {
        // The same text in other tokens: twice as many are as good as never reached, and cost nothing where they are not.
        int length = Math.Min(2 * MaxLength, positions.Min() ?? int.MaxValue);
        return new(tokenizer, Labels, length)
        {
            Stride = Stride,
            MaxQuestionLength = MaxQuestionLength,
            MaxAnswerLength = MaxAnswerLength,
            LabelledTokensOnly = LabelledTokensOnly,
        };
    }
}
