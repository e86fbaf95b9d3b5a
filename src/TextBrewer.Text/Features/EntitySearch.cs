using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Features;

/// <summary>
/// Finds the entities of a text of any length: its words in as many parts as the model needs, and what the logits of these name.
/// </summary>
public sealed class EntitySearch
{
    private readonly string _text;
    private readonly IReadOnlyList<string> _labels;
    private readonly IReadOnlyList<(int Start, int End)> _words;
    private readonly List<WordEncoding> _parts = [];
    private readonly List<(int Part, int Token)> _places = [];

    /// <summary>Cuts a text into words, and these into parts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="labels">The model's tags.</param>
    /// <param name="maxLength">The longest part, in tokens.</param>
    /// <param name="cancellationToken">Stops in the middle of a text.</param>
    public EntitySearch(
        string text,
        ITokenizer tokenizer,
        IReadOnlyList<string> labels,
        int maxLength,
        CancellationToken cancellationToken = default)
    {
        (_text, _labels, _words) = (text, labels, WordSplitter.Split(text));
        string[] words = [.. _words.Select(word => text[word.Start..word.End])];
        while (_places.Count < words.Length)
        {
            int from = _places.Count, most = Math.Min(words.Length - from, maxLength); // every word has a token at least
            WordEncoding part = tokenizer.EncodeWords(new ArraySegment<string>(words, from, most), maxLength, cancellationToken);
            // A word of which nothing fits into a part of its own is left without a tag.
            int[] tokens = [.. part.FirstTokens(most).TakeWhile((token, i) => token >= 0 || i == 0)];
            if (tokens.Length < most)
                part = tokenizer.EncodeWords(new ArraySegment<string>(words, from, tokens.Length), maxLength, cancellationToken);
            Truncated |= part.Truncated;
            _places.AddRange(tokens.Select(token => (_parts.Count, token)));
            _parts.Add(part);
        }
    }

    /// <summary>What the model reads, part by part; none where the text has no words.</summary>
    public IReadOnlyList<WordEncoding> Parts => _parts;

    /// <summary>Whether the end of some word was cut off, because the model had no room for it.</summary>
    public bool Truncated { get; }

    /// <summary>The entities; of tags that make no entities, each word with its tag.</summary>
    /// <param name="logits">For each part a row of labels for each token; more are padding.</param>
    public IReadOnlyList<TextEntity> Entities(IReadOnlyList<float[]> logits)
    {
        (string Tag, float Probability)[] tags = [.. _places.Select(
            place => place.Token < 0 ? (TagNames.Outside, 1) : Tag(logits[place.Part].AsSpan(place.Token * _labels.Count, _labels.Count)))];
        return [.. Found([.. tags.Select(t => t.Tag)]).Select(entity =>
        {
            (int start, int end) = (_words[entity.Start].Start, _words[entity.End - 1].End);
            return new TextEntity(entity.Type, _text[start..end], start, end, tags[entity.Start..entity.End].Average(t => t.Probability));
        })];
    }

    private (string Tag, float Probability) Tag(ReadOnlySpan<float> logits)
    {
        LabelScores scores = LabelScores.OneOf(logits);
        return (_labels[scores.Best], scores.Probabilities[scores.Best]);
    }

    private IReadOnlyList<Entity> Found(string[] tags) =>
        new TagNames(_labels).AreEntities ? Features.Entities.Of(tags) : [.. tags.Select((tag, i) => new Entity(tag, i, i + 1))];
}
