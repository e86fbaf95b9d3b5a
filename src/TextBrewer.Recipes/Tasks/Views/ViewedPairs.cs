using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>Texts and pairs in the tokens of a task, and of the teachers that have tokenizers of their own.</summary>
internal static class ViewedPairs
{
    /// <summary>Makes an example of texts or pairs, a sequence each.</summary>
    internal static EncodedText Encode(TaskSettings settings, IReadOnlyList<(string Text, string? Pair)> texts, Target target)
    {
        if (settings.Others.Count == 0)
        {
            (TokenSequence Input, bool Truncated)[] inputs =
                [.. texts.Select(text => settings.Tokenizer.EncodeInput(text.Text, text.Pair, settings.MaxLength))];
            return new EncodedText([.. inputs.Select(input => input.Input)], target) { Truncated = inputs.Any(input => input.Truncated) };
        }
        Encoding[] own = Encodings(settings, texts);
        return new EncodedText([.. own.Select(encoding => encoding.Input)], target)
        {
            Truncated = own.Any(encoding => encoding.Truncated),
            Views = new TextViews(Words(own, texts), [.. settings.Others.Select(other => View(other.Settings, texts, target))]),
        };
    }

    private static TextView View(TaskSettings settings, IReadOnlyList<(string Text, string? Pair)> texts, Target target)
    {
        Encoding[] encodings = Encodings(settings, texts);
        return new TextView(new EncodedText([.. encodings.Select(encoding => encoding.Input)], target), Words(encodings, texts), []);
    }

    private static Encoding[] Encodings(TaskSettings settings, IReadOnlyList<(string Text, string? Pair)> texts) =>
        [.. texts.Select(text => settings.Tokenizer.Encode(text.Text, text.Pair, settings.MaxLength))];

    private static TokenSpan[][] Words(Encoding[] encodings, IReadOnlyList<(string Text, string? Pair)> texts) =>
        [.. encodings.Zip(texts, (encoding, text) => WordSpans.Of(encoding, text.Text, text.Pair))];
}
