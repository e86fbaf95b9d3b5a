using System.Text.Json;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Reading;

/// <summary>
/// Texts with the spans of their entities: <c>{"text": …, "entities": [{"start": 0, "end": 3, "label": "PER"}]}</c>, spaCy's and doccano's
/// lists of <c>[0, 3, "PER"]</c>, or CLUENER's <c>"label"</c>; or words and tags: <c>{"tokens": […], "ner_tags": ["B-PER", …]}</c>.
/// </summary>
internal static class SpanSentences
{
    private static readonly string[] WordKeys = ["tokens", "words"];
    private static readonly string[] TagKeys = ["ner_tags", "tags", "labels"];
    private static readonly string[] Keys = ["entities", "label", "labels", "spans"];

    internal static IEnumerable<TaggedExample> Read(TextFile file, TaggedOptions options, Warnings warnings)
    {
        foreach ((int line, JsonPlace row) in JsonObjects.Read(file, warnings))
        {
            if (WordKeys.Select(row.Find).FirstOrDefault(place => place is not null) is { } words0)
            {
                yield return Words(row, words0, line, options);
                continue;
            }
            string text = row.Get("text").Text();
            IReadOnlyList<(int Start, int End)> words = WordSplitter.Split(text);
            if (words.Count == 0) warnings.Count("empty text");
            string[]? tags = options.Labelled && options.Tag is not < 0 ? Tags(words, Spans(row, text, warnings), warnings) : null;
            yield return new TaggedExample([.. words.Select(word => text[word.Start..word.End])], tags, line)
            {
                Text = text,
                Offsets = words
            };
        }
    }

    /// <summary>Whether a key of a row holds spans: an object of types, or a list of objects or lists, as no list of labels is.</summary>
    internal static bool IsSpans(string key, JsonElement value) => Keys.Contains(key) && value.ValueKind switch
    {
        JsonValueKind.Object => true,
        JsonValueKind.Array => value.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array),
        _ => false,
    };

    /// <summary>Hugging Face's form: a list of words and a list of tags.</summary>
    private static TaggedExample Words(JsonPlace row, JsonPlace words, int line, TaggedOptions options)
    {
        string[] texts = [.. words.Items().Select(word => word.Text())];
        if (!options.Labelled || options.Tag is < 0) return new TaggedExample(texts, null, line);
        JsonPlace given = TagKeys.Select(row.Find).FirstOrDefault(place => place is not null) ?? row.Get(TagKeys[0]);
        string[] tags = [.. given.Items().Select(tag => tag.Text())];
        return tags.Length == texts.Length
            ? new TaggedExample(texts, tags, line)
            : throw given.Wrong($"there are {texts.Length} words and {tags.Length} tags; each word needs one.");
    }

    /// <summary>Spans in UTF-16 units, end excluded. Files count in Unicode characters, as Python does.</summary>
    private static List<(int Start, int End, string Type)> Spans(JsonPlace row, string text, Warnings warnings)
    {
        JsonPlace given = Keys.Select(row.Find).FirstOrDefault(place => place is not null) ?? row.Get(Keys[0]);
        CodePoints characters = new(text);
        List<(int, int, string)> spans = [];
        if (given.Element.ValueKind == JsonValueKind.Object)
        {
            foreach ((string type, JsonPlace names) in given.Keys())
                foreach ((string name, JsonPlace places) in names.Keys())
                    foreach (JsonPlace place in places.Items())
                    {
                        (JsonPlace start, JsonPlace end) = place.Items().ToArray() is [var first, var last]
                            ? (first, last)
                            : throw place.Wrong("expected is [first character, last character].");
                        Add(start.Integer(), end.Integer() + 1L, type, name);
                    }
            return spans;
        }
        foreach (JsonPlace span in given.Items())
        {
            if (span.Element.ValueKind == JsonValueKind.Array)
            {
                (JsonPlace start, JsonPlace end, JsonPlace type) = span.Items().ToArray() is [var a, var b, var c]
                    ? (a, b, c)
                    : throw span.Wrong("expected is [start, end, label].");
                Add(start.Integer(), end.Integer(), type.Scalar(), null);
            }
            else Add(
                span.Get("start").Integer(),
                span.Get("end").Integer(),
                (span.Find("label") ?? span.Find("type") ?? span.Get("label")).Scalar(),
                null);
        }
        return spans;

        void Add(int from, long to, string type, string? name)
        {
            if (characters.Utf16(from) is not int start || to > int.MaxValue || characters.Utf16((int)Math.Max(to, -1)) is not int end
                || end <= start)
            {
                warnings.Count("entity outside of its text, left out");
                return;
            }
            if (name is { Length: > 0 } && text[start..end] != name && Occurrence.Nearest(text, name, start) is >= 0 and int found)
            {
                warnings.Count("entity at a wrong offset, corrected");
                (start, end) = (found, found + name.Length);
            }
            spans.Add((start, end, type.Length > 0 ? type : throw row.Wrong("an entity's label is empty.")));
        }
    }

    /// <summary>IOB2. Of entities that overlap the longest stays, of equal ones the first.</summary>
    private static string[] Tags(
        IReadOnlyList<(int Start, int End)> words,
        List<(int Start, int End, string Type)> spans,
        Warnings warnings)
    {
        List<(int First, int Last, string Type)> entities = [];
        foreach ((int start, int end, string type) in spans)
        {
            int first = FirstWhere(words, word => word.End > start), last = FirstWhere(words, word => word.Start >= end) - 1;
            if (first > last)
            {
                warnings.Count("entity without a word, left out");
                continue;
            }
            if (start > words[first].Start || end < words[last].End) warnings.Count("entity that ends inside a word, widened");
            entities.Add((first, last, type));
        }
        string[] tags = new string[words.Count];
        Array.Fill(tags, "O");
        foreach ((int first, int last, string type) in entities.OrderByDescending(e => e.Last - e.First).ThenBy(e => e.First))
        {
            if (tags.AsSpan(first, last - first + 1).ContainsAnyExcept("O"))
            {
                warnings.Count("overlapping entity, left out");
                continue;
            }
            for (int i = first; i <= last; i++) tags[i] = (i == first ? "B-" : "I-") + type;
        }
        return tags;
    }

    /// <summary>Words stand in order, and a long text may have many entities.</summary>
    private static int FirstWhere(IReadOnlyList<(int Start, int End)> words, Func<(int Start, int End), bool> holds)
    {
        int low = 0, high = words.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(words[middle])) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
