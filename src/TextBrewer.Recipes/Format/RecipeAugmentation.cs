using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// Copies of the training texts with other words, drawn anew each epoch, beside the texts themselves; the teacher alone says what they
/// mean. In JSON a plain text is <see cref="By"/>.
/// </summary>
[Shorthand("by")]
public sealed record RecipeAugmentation
{
    /// <summary>
    /// How words are changed: TextBrewer's <c>masking</c>, <c>deleting</c>, <c>ngram_sampling</c>, <c>short_disorder</c> and
    /// <c>long_disorder</c>; <c>replacing</c>, by what a masked language model expects (Jiao et al. 2020); <c>unigram</c>, by words of the
    /// training texts (Xie et al. 2017).
    /// </summary>
    public required string By { get; init; }

    /// <summary>How many copies an epoch has of each training text.</summary>
    [AtLeast(1)]
    public int Copies { get; init; } = 1;

    /// <summary>Of each word, or each place: 0.1; of <c>replacing</c> 0.4.</summary>
    public double? Probability { get; init; }

    /// <summary>
    /// Of <c>ngram_sampling</c> each length's; of <c>short_disorder</c> those that <c>abc</c> stays or becomes <c>bac</c>, <c>cba</c>,
    /// <c>cab</c>, <c>bca</c>: 0.9, 0.1, 0, 0, 0.
    /// </summary>
    public IReadOnlyList<double>? Probabilities { get; init; }

    /// <summary>The lengths of <c>ngram_sampling</c>, in words: 1 to 5.</summary>
    public IReadOnlyList<int>? Lengths { get; init; }

    /// <summary>The span of <c>long_disorder</c> in words, or up to 1 its share of a text: 20.</summary>
    public double? Length { get; init; }

    /// <summary>The masked language model of <c>replacing</c>, a Hugging Face folder with the run's vocabulary.</summary>
    [FilePath]
    public string? Model { get; init; }

    /// <summary>How many of the model's words <c>replacing</c> draws from: 15.</summary>
    [AtLeast(1)]
    public int? Candidates { get; init; }
}
