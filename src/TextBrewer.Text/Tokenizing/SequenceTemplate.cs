using System.Text.Json.Nodes;

namespace TextBrewer.Text.Tokenizing;

/// <summary>Where a family of models has its special tokens, in the sequence of a single text and in that of a pair.</summary>
/// <param name="Single">The parts of a single text's sequence.</param>
/// <param name="Pair">The parts of a pair's sequence.</param>
internal sealed record SequenceTemplate(IReadOnlyList<TemplatePart> Single, IReadOnlyList<TemplatePart> Pair)
{
    /// <summary>[CLS] text [SEP] pair [SEP], the second text and its end of type 1 (Devlin et al. 2018).</summary>
    internal static SequenceTemplate Bert(int cls, int sep) => new(
        [TemplatePart.OfToken(cls), TemplatePart.OfText(0), TemplatePart.OfToken(sep)],
        [
            TemplatePart.OfToken(cls), TemplatePart.OfText(0), TemplatePart.OfToken(sep),
            TemplatePart.OfText(1, type: 1), TemplatePart.OfToken(sep, type: 1),
        ]);

    /// <summary>&lt;s&gt; text &lt;/s&gt; &lt;/s&gt; pair &lt;/s&gt;, all of type 0 (Liu et al. 2019).</summary>
    internal static SequenceTemplate Roberta(int start, int end) => new(
        [TemplatePart.OfToken(start), TemplatePart.OfText(0), TemplatePart.OfToken(end)],
        [
            TemplatePart.OfToken(start), TemplatePart.OfText(0), TemplatePart.OfToken(end), TemplatePart.OfToken(end),
            TemplatePart.OfText(1), TemplatePart.OfToken(end),
        ]);

    /// <summary>No special tokens, the second text of type 1.</summary>
    internal static SequenceTemplate Plain { get; } =
        new([TemplatePart.OfText(0)], [TemplatePart.OfText(0), TemplatePart.OfText(1, type: 1)]);

    /// <summary>How a <c>tokenizer.json</c> writes it.</summary>
    /// <param name="tokens">The vocabulary.</param>
    internal JsonObject ToJson(IReadOnlyList<string> tokens)
    {
        IEnumerable<int> special = Single.Concat(Pair).Where(part => part.IsSpecial).Select(part => part.Id).Distinct();
        return new()
        {
            ["type"] = "TemplateProcessing",
            ["single"] = Parts(Single),
            ["pair"] = Parts(Pair),
            ["special_tokens"] = new JsonObject(special.Select(id => KeyValuePair.Create(tokens[id], (JsonNode?)new JsonObject
            {
                ["id"] = tokens[id],
                ["ids"] = new JsonArray(id),
                ["tokens"] = new JsonArray(tokens[id]),
            }))),
        };

        JsonArray Parts(IEnumerable<TemplatePart> parts) => new([.. parts.Select(part => new JsonObject
        {
            [part.IsSpecial ? "SpecialToken" : "Sequence"] = new JsonObject
            {
                ["id"] = part.IsSpecial ? tokens[part.Id] : part.Text == 0 ? "A" : "B",
                ["type_id"] = part.Type,
            },
        })]);
    }

    /// <summary>How many special tokens there are.</summary>
    internal int SpecialTokens(bool pair) => (pair ? Pair : Single).Count(part => part.IsSpecial);
}
