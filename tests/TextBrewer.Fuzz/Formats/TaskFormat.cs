using TextBrewer.Fuzz.Cases;
using TextBrewer.Testing;

namespace TextBrewer.Fuzz.Formats;

/// <summary><c>textbrewer.json</c> of a model's folder.</summary>
internal sealed class TaskFormat : Format
{
    internal override string Name => "textbrewer.json";

    internal override string File => "textbrewer.json";

    internal override IReadOnlyList<string> Words =>
    [
        "format", "task", "labels", "max_length", "stride", "source_sha256", "classification", "multi_label",
        "tagging", "qa", "regression",
    ];

    internal override IReadOnlyList<Seed> Seeds() =>
    [
        ModelFolders.Of("bert-sequence").With("classification", Seed.Of("", File, """
            { "format": 1, "task": "classification", "labels": ["LABEL_0", "LABEL_1", "LABEL_2"], "max_length": 16,
              "source_sha256": "00" }
            """).Files),
        ModelFolders.Of("bert-qa").With("qa", Seed.Of("", File, """
            { "format": 1, "task": "qa", "max_length": 16, "stride": 4, "max_question_length": 8, "max_answer_length": 8 }
            """).Files),
    ];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) => Mutations.Json(bytes, random, Words);

    internal override void Read(string folder) => ModelUse.Ask(folder);
}
