using TextBrewer.Fuzz.Cases;
using TextBrewer.Text.Reading;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Questions and tagged texts in JSON: SQuAD's document, rows, spans.</summary>
internal sealed class DocumentFormat : Format
{
    internal override string Name => "json";

    internal override string File => "data.json";

    internal override IReadOnlyList<string> Words =>
    [
        "data", "paragraphs", "context", "qas", "question", "id", "answers", "text", "answer_start", "is_impossible", "entities", "label",
        "tokens", "ner_tags", "start", "end",
    ];

    internal override IReadOnlyList<Seed> Seeds() =>
    [
        Seed.Of("squad", File, """
            { "version": "v2", "data": [ { "title": "t", "paragraphs": [ { "context": "good 𝄞 bad the good", "qas": [
              { "id": "1", "question": "bad?", "is_impossible": false, "answers": [ { "text": "bad", "answer_start": 7 } ] },
              { "id": "2", "question": "why?", "is_impossible": true, "answers": [] } ] } ] } ] }
            """),
        Seed.Of("rows", File, """
            [ { "id": "1", "question": "q", "context": "good bad", "answers": { "text": ["bad"], "answer_start": [5] } },
              { "id": "2", "question": "q", "context": "good bad", "answer": "bad", "answer_start": "5" } ]
            """),
        Seed.Of("spans", File, """
            [ { "text": "EU rejects German call", "entities": [ { "start": 0, "end": 2, "label": "ORG" }, [11, 17, "MISC"] ] },
              { "text": "天 Peter", "label": { "PER": { "Peter": [[2, 6]] } } }, { "tokens": ["a", "b"], "ner_tags": ["O", "B-X"] } ]
            """),
    ];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Json(bytes, random, Words);

    internal override void Read(string folder)
    {
        string path = Path.Combine(folder, File);
        Readings.All(
            () => QuestionReader.Read(path),
            () => TaggedReader.Read(path, new TaggedOptions()),
            () => TableReader.Read(path, new TableOptions { Text = "text", Label = "id" }));
    }
}
