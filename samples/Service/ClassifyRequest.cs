using TextBrewer.Inference.Inputs;

namespace Service;

/// <summary>
/// What is to be classified: <c>{ "text": "…" }</c>, with <c>"pair"</c> where the model reads pairs, or <c>{ "texts": ["…", "…"] }</c>.
/// </summary>
/// <param name="Text">One text.</param>
/// <param name="Pair">The second text of a pair.</param>
/// <param name="Texts">Several texts.</param>
internal sealed record ClassifyRequest(string? Text, string? Pair, IReadOnlyList<string>? Texts)
{
    /// <summary>The texts.</summary>
    /// <param name="most">How many they may be.</param>
    /// <exception cref="BadHttpRequestException">The request means nothing.</exception>
    internal IReadOnlyList<TextInput> Inputs(int most) => this switch
    {
        { Text: not null, Texts: null } => [new TextInput(Text, Pair)],
        { Text: null, Texts.Count: var count } when count > most => throw new BadHttpRequestException(
            $"There are {count} texts; {most} are the most of one request."),
        { Text: null, Pair: null, Texts: { Count: > 0 } texts } when texts.All(text => text is not null) =>
            [.. texts.Select(text => new TextInput(text))],
        _ => throw new BadHttpRequestException(
            """Give one text, {"text": "…"}, with "pair" where it has a second one, or several, {"texts": ["…", "…"]}."""),
    };
}
