using System.Text.Json;

namespace TextBrewer.Recipes.Tasks.Given;

/// <summary>
/// An example as texts, and what somebody else said about it: a row of a file of answers, as its JSON has it (docs/answers.md). An example
/// of a data file has no answer here.
/// </summary>
internal sealed record GivenAnswer
{
    /// <summary>The example's name in the data, in place of its text; null: it is found by its text.</summary>
    public string? Id { get; init; }

    /// <summary>The text, the text before the choices, or the question's passage.</summary>
    public string? Text { get; init; }

    /// <summary>The second text; null: there is none.</summary>
    public string? Pair { get; init; }

    /// <summary>The question about <see cref="Text"/>.</summary>
    public string? Question { get; init; }

    /// <summary>The choices.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The words that have tags.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>
    /// Probabilities, by label (<c>{ "good": 0.9 }</c>) or in the order of the labels; of words, such a list or table for each.
    /// </summary>
    public JsonElement? Probabilities { get; init; }

    /// <summary>Logits in place of probabilities, in the same form.</summary>
    public JsonElement? Logits { get; init; }

    /// <summary>The one label, or choice from 0, in place of probabilities.</summary>
    public JsonElement? Label { get; init; }

    /// <summary>The labels that hold, in place of probabilities.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>A regression's value.</summary>
    public float? Value { get; init; }

    /// <summary>A tag for each word, in place of probabilities.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Answers to a question.</summary>
    public IReadOnlyList<GivenSpan>? Answers { get; init; }

    /// <summary>All its texts.</summary>
    internal IEnumerable<string> Texts =>
        new[] { Question, Text, Pair, Words is null ? null : string.Join(' ', Words) }.OfType<string>().Concat(Choices ?? []);

    /// <summary>The line of the file, from 1.</summary>
    public int Line { get; init; }
}
