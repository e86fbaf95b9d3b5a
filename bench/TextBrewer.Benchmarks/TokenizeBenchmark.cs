using System.Diagnostics;
using System.Globalization;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Tokens per second on one core, from the file to the ids: sentences, long Chinese passages, questions in windows, and words that are
/// already cut; and other kinds of vocabularies on sentences and passages.
/// </summary>
internal static class TokenizeBenchmark
{
    /// <summary>What reading and tokenizing together must reach.</summary>
    private const double Wanted = 500_000;

    /// <summary>What tokenizing alone must reach, with a vocabulary of any kind.</summary>
    private const double WantedOfKinds = 1_000_000;

    private const int Rounds = 5;

    internal static int Run(string data)
    {
        Console.WriteLine(
            "what                                   tokens     read s   tokenize s   tokens/s tokenizing   tokens/s together");
        string sentences = Path.Combine(data, "sst2", "train_full.tsv");
        string questions = Path.Combine(data, "cmrc2018", "dev.json");
        string words = Path.Combine(data, "wnut17", "wnut17train.conll");
        string passages = Path.Combine(data, "squad", "v1.1-train38.json");
        string englishWords = Path.Combine(data, "vocab-en", "vocab.txt"), chineseWords = Path.Combine(data, "vocab-zh", "vocab.txt");
        Func<ITokenizer> english = WordPiece(englishWords, lowercase: true), chinese = WordPiece(chineseWords, lowercase: false);
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
        }.Min(speed => speed.Together);
        double slowestKind = double.MaxValue;
        foreach ((string kind, Func<string, ITokenizer> make) in new (string, Func<string, ITokenizer>)[]
        {
            ("WordPiece", words => WordPiece(words, lowercase: true)()), ("byte-level BPE", WrittenTokenizer.ByteLevel),
            ("BPE, byte fallback", WrittenTokenizer.ByteFallback), ("Unigram", WrittenTokenizer.Unigram),
        })
        {
            ITokenizer ofEnglish = make(englishWords), ofChinese = make(chineseWords);
            slowestKind = new[]
            {
                slowestKind,
                Measure($"sst2, {kind}", () => ofEnglish, () => TableReader.Read(sentences, new TableOptions()).Examples, Sentence).Alone,
                Measure($"squad, {kind}", () => ofEnglish, () => Contexts(passages), Passage).Alone,
                Measure($"cmrc2018, {kind}", () => ofChinese, () => Contexts(questions), Passage).Alone,
            }.Min();
        }
        return slowest >= Wanted && slowestKind >= WantedOfKinds ? 0 : 1;

        static int Sentence(ITokenizer tokenizer, TextExample example) => tokenizer.Encode(example.Text, null, 128).Ids.Length;
        static int Passage(ITokenizer tokenizer, string text) => tokenizer.Encode(text, null, 10_000).Ids.Length;
    }

    private static string[] Contexts(string path) => [.. QuestionReader.Read(path).Examples.Select(example => example.Context).Distinct()];

    private static Func<ITokenizer> WordPiece(string path, bool lowercase)
    {
        Vocabulary vocabulary = Vocabulary.Load(path);
        return () => Tokenizers.WordPiece(vocabulary, new TokenizerOptions { Lowercase = lowercase });
    }

    /// <summary>The best of a few rounds, the first ones compile.</summary>
    private static (double Together, double Alone) Measure<T>(
        string name,
        Func<ITokenizer> make,
        Func<IReadOnlyList<T>> read,
        Func<ITokenizer, T, int> encode)
    {
        (double Reading, double Tokenizing, long Count) best = (double.MaxValue, double.MaxValue, 0);
        for (int round = 0; round < Rounds; round++)
        {
            ITokenizer tokenizer = make();
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {best.Count,8} {best.Reading,10:F3} "
            + $"{best.Tokenizing,12:F3} {best.Count / best.Tokenizing,21:N0} {together,19:N0}"));
        return (together, best.Count / best.Tokenizing);
    }
}
