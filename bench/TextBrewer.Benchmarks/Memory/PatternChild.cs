using System.Diagnostics;
using System.Globalization;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;

namespace TextBrewer.Benchmarks.Memory;

/// <summary>Calls of many lengths to one model, and what memory they leave it.</summary>
internal static class PatternChild
{
    private const int MostTexts = 4, MostWords = 120;

    private static readonly string[] Words = ["the", "film", "is", "a", "very", "good", "story", "of", "two", "people"];

    /// <summary>
    /// Prints bytes when the model is loaded, after a tenth of the calls and after all, and a call's median in microseconds.
    /// </summary>
    internal static int Run(string folder, bool plans, int calls)
    {
        TextModelOptions options = new()
        {
            Folder = folder,
            Threads = 1,
            Precision = Precision.Float32,
            MemoryPattern = plans,
        };
        using TextClassifier classifier = new(options);
        Random random = new(0);
        long loaded = Environment.WorkingSet, early = 0;
        double[] times = new double[calls];
        for (int call = 0; call < calls; call++)
        {
            TextInput[] texts = [.. Enumerable.Range(0, random.Next(1, MostTexts + 1)).Select(_ => new TextInput(Text(random)))];
            long start = Stopwatch.GetTimestamp();
            classifier.Classify(texts);
            times[call] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (call + 1 == calls / 10) early = Environment.WorkingSet;
        }
        Array.Sort(times);
        double[] numbers = [loaded, early, Environment.WorkingSet, times[calls / 2]];
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("F0", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(1, MostWords + 1)).Select(_ => Words[random.Next(Words.Length)]));
}
