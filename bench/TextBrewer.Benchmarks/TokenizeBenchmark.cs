using System.Diagnostics;
using System.Globalization;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Tokens per second on one core, from the file to the ids: sentences, long Chinese passages, questions in windows, and words that are
/// already cut.
/// </summary>
internal static class TokenizeBenchmark
{
    /// <summary>What reading and tokenizing together must reach.</summary>
    private const double Wanted = 500_000;

    private const int Rounds = 5;

    internal static int Run(string data)
    {
        Console.WriteLine("what                             tokens     read s   tokenize s   tokens/s tokenizing   tokens/s together");
        string sentences = Path.Combine(data, "sst2", "train_full.tsv");
        string questions = Path.Combine(data, "cmrc2018", "dev.json");
        string words = Path.Combine(data, "wnut17", "wnut17train.conll");
        Tokens english = new(Path.Combine(data, "vocab-en", "vocab.txt"), Lowercase: true);
        Tokens chinese = new(Path.Combine(data, "vocab-zh", "vocab.txt"), Lowercase: false);
        double slowest = new[]
        {
            Measure("sst2, sentences", english,
                () => TableReader.Read(sentences, new TableOptions()).Examples,
                (tokenizer, example) => tokenizer.Encode(example.Text, null, 128).Ids.Length),
            Measure<string>("cmrc2018, passages", chinese,
                () => [.. QuestionReader.Read(questions).Examples.Select(e => e.Context).Distinct()],
                (tokenizer, context) => tokenizer.Encode(context, null, 10_000).Ids.Length),
            Measure("cmrc2018, questions in windows", chinese,
                () => QuestionReader.Read(questions).Examples,
                (tokenizer, example) => tokenizer.Windows(example.Question, example.Context, 512, 128, 64).Sum(w => w.Ids.Length)),
            Measure("wnut17, words", english,
                () => TaggedReader.Read(words, new TaggedOptions()).Examples,
                (tokenizer, example) => tokenizer.EncodeWords(example.Words, 128).Ids.Length),
        }.Min();
        return slowest >= Wanted ? 0 : 1;
    }

    /// <summary>The best of a few rounds, the first ones compile.</summary>
    private static double Measure<T>(string name, Tokens tokens, Func<IReadOnlyList<T>> read, Func<ITokenizer, T, int> encode)
    {
        Vocabulary vocabulary = Vocabulary.Load(tokens.Path);
        (double Reading, double Tokenizing, long Count) best = (double.MaxValue, double.MaxValue, 0);
        for (int round = 0; round < Rounds; round++)
        {
            ITokenizer tokenizer = Tokenizers.WordPiece(vocabulary, new TokenizerOptions { Lowercase = tokens.Lowercase });
            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<T> examples = read();
            double reading = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            long count = 0;
            foreach (T example in examples) count += encode(tokenizer, example);
            double tokenizing = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (reading + tokenizing < best.Reading + best.Tokenizing) best = (reading, tokenizing, count);
        }
        double together = best.Count / (best.Reading + best.Tokenizing);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-30} {best.Count,8} {best.Reading,10:F3} "
            + $"{best.Tokenizing,12:F3} {best.Count / best.Tokenizing,21:N0} {together,19:N0}"));
        return together;
    }

    /// <summary>A vocabulary's file, and whether it has small letters alone.</summary>
    private sealed record Tokens(string Path, bool Lowercase);
}
