using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>How text becomes tokens; what is not set is as the teacher's folder says.</summary>
public sealed record RecipeTokenizer
{
    /// <summary>
    /// A folder with a tokenizer: <c>tokenizer.json</c>, <c>vocab.txt</c> or the files of another kind; null: the teacher's or the model's.
    /// </summary>
    [FilePath]
    public string? Vocabulary { get; init; }

    /// <summary>The longest sequence, in tokens; null: 128 (questions with their passage 320), or what the teacher has.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether text is lower-cased, which only BERT's tokenizer can be told; null: as the folder says.</summary>
    public bool? Lowercase { get; init; }

    /// <summary>How many tokens neighbouring windows of a passage share; null: 128.</summary>
    [AtLeast(0)]
    public int? Stride { get; init; }

    /// <summary>The longest question, in tokens; what is longer is cut; null: 64.</summary>
    [AtLeast(1)]
    public int? MaxQuestionLength { get; init; }

    /// <summary>The longest answer, in tokens; null: 30.</summary>
    [AtLeast(1)]
    public int? MaxAnswerLength { get; init; }
}
