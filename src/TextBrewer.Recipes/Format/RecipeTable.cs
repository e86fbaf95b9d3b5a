using System.Text.Json.Serialization;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Format;

/// <summary>
/// A file and what its columns mean; what is not set is as in the training file, <see cref="Limit"/> and <see cref="Labelled"/> apart.
/// </summary>
public sealed record RecipeTable
{
    /// <summary>The file.</summary>
    [FilePath]
    public required string Path { get; init; }

    /// <summary>
    /// <c>tsv</c>, <c>csv</c> or <c>jsonl</c>; of tagged words <c>conll</c>, <c>json</c> or <c>jsonl</c>; null: by the file's extension.
    /// </summary>
    [JsonPropertyName("format")]
    public string? Kind { get; init; }

    /// <summary>
    /// What stands between the columns of a <c>csv</c> or <c>tsv</c> file, like <c>;</c>; null: a comma, in <c>tsv</c> a tab.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>The file's encoding, like <c>windows-1252</c>, <c>gbk</c> or <c>big5</c>; null: UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// The text's column: a name, or a number from 0; of tagged words, the words'. Null: <c>sentence</c>, of choices <c>context</c>, of
    /// tagged words 0.
    /// </summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Text { get; init; }

    /// <summary>The second text's column; null: there is none.</summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Pair { get; init; }

    /// <summary>The label's column; of tagged words the tags'. Null: <c>label</c>, of tagged words the last.</summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Label { get; init; }

    /// <summary>The column of an example's name, by which a file of answers may speak of it; null: there is none.</summary>
    [JsonConverter(typeof(ColumnConverter))]
    public string? Id { get; init; }

    /// <summary>What stands between several labels in a cell; null: a comma.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>For several labels: a column of 0 and 1 for each.</summary>
    [JsonConverter(typeof(ColumnListConverter))]
    public IReadOnlyList<string>? LabelColumns { get; init; }

    /// <summary>The columns of the choices, or the one column of a list of them; null: <c>choices</c>.</summary>
    [JsonConverter(typeof(ColumnListConverter))]
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>What stands between the columns of tagged words; null: a tab or white space, as the file has it.</summary>
    public string? Separator { get; init; }

    /// <summary>
    /// The rules by which answers are compared: <c>squad</c> or <c>cmrc</c>; null: <c>cmrc</c> for Chinese questions, else <c>squad</c>.
    /// </summary>
    public string? Scorer { get; init; }

    /// <summary>
    /// Columns and what they must hold for a row to count, like <c>{ "language": "zh" }</c>; other rows are counted and left out.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    /// <summary>
    /// Other names for labels as they stand in the file, like <c>{ "contradictory": "contradiction" }</c>; an empty name means unlabelled.
    /// </summary>
    public IReadOnlyDictionary<string, string>? LabelNames { get; init; }

    /// <summary>The first so many examples of the file alone; null: all.</summary>
    [AtLeast(1)]
    public int? Limit { get; init; }

    /// <summary>Whether a file of <c>extra</c> has labels.</summary>
    public bool Labelled { get; init; } = true;

    /// <summary>Whether the first row names the columns; null: it does unless all columns are numbers.</summary>
    public bool? Header { get; init; }

    /// <summary>Which of the file's examples are meant, by their number from 0; null: all. It is no key of a recipe.</summary>
    internal Func<int, bool>? Keeps { get; init; }

    /// <summary>This file with what is not set taken from the training file.</summary>
    internal RecipeTable Like(RecipeTable train) => this with
    {
        Kind = Kind ?? train.Kind,
        Delimiter = Delimiter ?? train.Delimiter,
        Encoding = Encoding ?? train.Encoding,
        Text = Text ?? train.Text,
        Pair = Pair ?? train.Pair,
        Label = Label ?? train.Label,
        Id = Id ?? train.Id,
        LabelSeparator = LabelSeparator ?? train.LabelSeparator,
        LabelColumns = LabelColumns ?? train.LabelColumns,
        Choices = Choices ?? train.Choices,
        Separator = Separator ?? train.Separator,
        Scorer = Scorer ?? train.Scorer,
        Header = Header ?? train.Header,
        LabelNames = LabelNames ?? train.LabelNames,
        Where = Where ?? train.Where,
    };

    /// <summary>As many examples as the recipe wants; those left out are counted.</summary>
    internal IReadOnlyList<T> Limited<T>(IReadOnlyList<T> examples, IDictionary<string, int> warnings)
    {
        if (Limit is int limit && limit < examples.Count)
        {
            warnings["left out by limit"] = examples.Count - limit;
            examples = [.. examples.Take(limit)];
        }
        return Keeps is null ? examples : [.. examples.Where((_, number) => Keeps(number))];
    }
}
