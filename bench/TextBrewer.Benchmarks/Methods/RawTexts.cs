using TextBrewer.Text.Reading;

namespace TextBrewer.Benchmarks.Methods;

/// <summary>
/// Texts of other domains: what the training files beside the repository say, labels left out. No dev or test file is among them.
/// </summary>
internal static class RawTexts
{
    /// <summary>English lines of encyclopaedia and news.</summary>
    internal static IEnumerable<string> English() =>
    [
        .. Passages("squad/v1.1-train38.json"),
        .. Columns("mrpc/train.tsv", 3, 4),
        .. Columns("rte/train.tsv", 1, 2),
        .. Words("wikigold/wikigold.conll.txt"),
    ];

    /// <summary>Chinese lines: news, after the 20,000 sentences that taggers learn from, and encyclopaedia.</summary>
    internal static IEnumerable<string> Chinese() =>
    [
        .. Words("msra_ner/train_clean.txt").Skip(20_000),
        .. Passages("cmrc2018/train.json"),
    ];

    private static IEnumerable<string> Passages(string file) =>
        QuestionReader.Read(Data(file)).Examples.Select(example => example.Context).Distinct();

    private static IEnumerable<string> Columns(string file, params int[] columns) =>
        from line in File.ReadLines(Data(file)).Skip(1)
        let cells = line.Split('\t')
        from column in columns
        where column < cells.Length && cells[column].Length > 0
        select cells[column];

    private static IEnumerable<string> Words(string file) =>
        TaggedReader.Read(Data(file), new TaggedOptions()).Examples.Select(example => string.Join(' ', example.Words));

    private static string Data(string path) => Path.Combine(Places.Shared, "data", path);
}
