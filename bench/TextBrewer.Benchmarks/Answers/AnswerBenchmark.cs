using Microsoft.ML.OnnxRuntime;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Files;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Benchmarks.Answers;

/// <summary>
/// An answer by T4-tiny in int8 on one thread, from text to label, against ONNX Runtime's run alone on the same tokens, in turns.
/// </summary>
internal static class AnswerBenchmark
{
    private const double Share = 5, Seconds = 20;

    private const int Repetitions = 50, LeastRounds = 20;

    // 22 words of BERT's vocabulary: with the special tokens 24.
    private const string Sentence =
        "the film is a very good story of two people who come to live in a small house by the sea again";

    internal static BenchmarkResult Run(string shared)
    {
        using TemporaryFolder folder = new("answer ");
        string output = Export(folder.Path, Path.Combine(shared, "models", "sst2"));
        using TextClassifier classifier = new(new TextModelOptions { Folder = output, Threads = 1, Precision = Precision.Int8 });
        TokenSequence tokens = Tokenizers.FromFolder(output).Encode(Sentence, null, maxLength: 128).Input;
        using BareSession bare = new(Path.Combine(output, ModelFiles.OnnxFolder, ModelFiles.OnnxInt8), tokens);
        Timing[] times = SideBySide.Time([Repeated(() => classifier.Classify(Sentence)), Repeated(bare.Run)], Seconds, LeastRounds);

        double call = Timing.Median(times[0].Clock) / Repetitions, run = Timing.Median(times[1].Clock) / Repetitions;
        double rest = 100 * (1 - (1 / Timing.Ratio(times[0].Clock, times[1].Clock)));
        return new BenchmarkResult("answer",
        [
            new("tokens of the text", tokens.Length, ""),
            new("the call, text to label", 1000 * call, "µs"),
            new("ONNX Runtime's own run", 1000 * run, "µs"),
            new("what is not ONNX Runtime's run", rest, "%", Bound.AtMost(Share), $"{times[0].Clock.Count} rounds of {Repetitions}"),
        ]);
    }

    private static Action Repeated(Action action) => () =>
    {
        for (int i = 0; i < Repetitions; i++) action();
    };

    /// <summary>A student of T4-tiny's shape with random weights as an ONNX folder.</summary>
    private static string Export(string folder, string vocabulary)
    {
        string source = Path.Combine(folder, "model"), output = Path.Combine(folder, "onnx");
        EncoderConfig config = StudentShapes.Apply("T4-tiny", new EncoderConfig()).WithLabels(["no", "yes"]);
        using (SequenceClassifier student = new(config, seed: 1)) PretrainedFolder.Save(student, source);
        Tokenizers.FromFolder(vocabulary).SaveTo(source);
        using LoadedModel model = new(source, "classification");
        OnnxFolder.Write(model, source, output, new RecipeExport { Int8 = true });
        return output;
    }
}
