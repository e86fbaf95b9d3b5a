using TextBrewer.Fuzz.Cases;
using TextBrewer.Text.Reading;

namespace TextBrewer.Fuzz.Formats;

/// <summary>A table of texts, as TSV, CSV or JSONL.</summary>
/// <param name="kind">The file's extension.</param>
/// <param name="content">A sound table.</param>
internal sealed class TableFormat(string kind, string content) : Format
{
    internal override string Name => kind;

    internal override string File => $"data.{kind}";

    internal override IReadOnlyList<string> Words =>
        ["sentence", "label", "choices", "\"", "\"\"", "\\", "[\"a\",\"b\"]", "[", "0,1", "NULL"];

    internal override IReadOnlyList<Seed> Seeds() => [Seed.Of("small", File, content)];

    internal override byte[] Mutate(string file, byte[] bytes, Random random) =>
        kind == "jsonl" ? Mutations.JsonLines(bytes, random, Words) : Mutations.Lines(bytes, random, Words);

    internal override void Read(string folder)
    {
        string path = Path.Combine(folder, File);
        Readings.All(
            () => TableReader.Read(path, new TableOptions()),
            () => TableReader.Read(path, new TableOptions { Text = "0", Label = "1", Header = false }),
            () => TableReader.Read(path, new TableOptions
            {
                LabelSeparator = ",",
                Where = new Dictionary<string, string> { ["id"] = "1" },
            }),
            () => ChoiceReader.Read(path, new ChoiceOptions { Text = "sentence", Choices = ["choices"] }),
            () => ChoiceReader.Read(path, new ChoiceOptions { Text = "sentence", Choices = ["id", "label"] }));
    }
}
