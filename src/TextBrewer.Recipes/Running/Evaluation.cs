using System.Diagnostics;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Metrics;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Recipes.Running;

/// <summary>Runs classifiers over texts, in evaluation mode and without gradients.</summary>
public static class Evaluation
{
    private const int BatchSize = 64;
    private const int TimedSentences = 100;

    /// <summary>The probabilities of each text's labels, in the order of the texts.</summary>
    public static IReadOnlyList<float[]> Probabilities(ITextClassifier model, ClassificationTask task, IReadOnlyList<EncodedText> texts)
    {
        float[][] result = new float[texts.Count][];
        using var noGrad = no_grad();
        // Similar lengths together, so that little is padded.
        foreach (int[] batch in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Ids.Length).Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            using TextBatch inputs = task.Collate([.. batch.Select(i => texts[i])]);
            float[] values = functional.softmax(model.Logits(inputs), dim: -1).to(ScalarType.Float32).data<float>().ToArray();
            int labels = values.Length / batch.Length;
            for (int i = 0; i < batch.Length; i++) result[batch[i]] = values[(i * labels)..((i + 1) * labels)];
        }
        return result;
    }

    /// <summary>The most probable label of each text.</summary>
    public static int[] Predict(ITextClassifier model, ClassificationTask task, IReadOnlyList<EncodedText> texts) =>
        [.. Probabilities(model, task, texts).Select(p => Array.IndexOf(p, p.Max()))];

    /// <summary>How well predictions fit the labels; texts without a label are left out.</summary>
    public static ClassificationMetrics Score(IReadOnlyList<EncodedText> texts, IReadOnlyList<int> predicted, int labels)
    {
        int[] labelled = [.. Enumerable.Range(0, texts.Count).Where(i => texts[i].Label >= 0)];
        return new ClassificationMetrics([.. labelled.Select(i => texts[i].Label)], [.. labelled.Select(i => predicted[i])], labels);
    }

    /// <summary>Metrics under the names of <c>result.json</c>.</summary>
    public static IReadOnlyDictionary<string, double> Named(ClassificationMetrics metrics) => new Dictionary<string, double>
    {
        ["accuracy"] = metrics.Accuracy,
        ["f1"] = metrics.F1,
        ["f1_micro"] = metrics.F1Micro,
        ["precision"] = metrics.Precision,
        ["recall"] = metrics.Recall,
        ["matthews"] = metrics.Matthews,
    };

    /// <summary>Metrics over texts.</summary>
    public static IReadOnlyDictionary<string, double> Metrics(ITextClassifier model, ClassificationTask task, IReadOnlyList<EncodedText> texts) =>
        Named(Score(texts, Predict(model, task, texts), task.Labels.Names.Count));

    /// <summary>A model's metrics, size and latency; without texts, its size.</summary>
    public static ModelResult Measure(ITextClassifier model, ClassificationTask task, SingleOrNamed<IReadOnlyList<EncodedText>>? sets) => new(
        sets?.Select(texts => Metrics(model, task, texts)),
        model.Parameters,
        model.Bytes,
        sets is null ? null : new Dictionary<string, double> { ["p50"] = Math.Round(MedianLatency(model, task, [.. sets.Items.SelectMany(s => s.Value)]), 3) });

    /// <summary>The share of texts on which two models give the same label.</summary>
    public static double Agreement(IReadOnlyList<int> first, IReadOnlyList<int> second) => first.Zip(second).Average(p => p.First == p.Second ? 1 : 0);

    /// <summary>Median milliseconds for a sentence on its own, tokenization left out.</summary>
    public static double MedianLatency(ITextClassifier model, ClassificationTask task, IReadOnlyList<EncodedText> texts)
    {
        using var noGrad = no_grad();
        double[] times = [.. texts.Take(TimedSentences).Select(text =>
        {
            using var scope = NewDisposeScope();
            using TextBatch inputs = task.Collate([text]);
            long start = Stopwatch.GetTimestamp();
            model.Logits(inputs);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order()];
        return times[times.Length / 2];
    }
}
