using System.Diagnostics;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Torch.Collectives;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>Runs models over texts, in evaluation mode and without gradients.</summary>
internal static class Evaluation
{
    private const int TimedTexts = 100;

    /// <summary>
    /// For each text, in the order of the texts, what the task keeps of each of the model's logits, the values of padding at the end.
    /// Several processes share the texts, and all get everything; where one is stopped, or fails, all do.
    /// </summary>
    public static IReadOnlyList<float[][]> Outputs(
        ITextModel model,
        TextTask task,
        IReadOnlyList<EncodedText> texts,
        ICollective? collective = null,
        CancellationToken cancellationToken = default)
    {
        collective ??= SingleCollective.Instance;
        float[][][] result = new float[texts.Count][][];
        collective.Together("asking the model", () => Ask(model, task, texts, result, collective, cancellationToken));
        SharedOutputs.Complete(result, collective);
        return result;
    }

    /// <summary>How good a model is on a file.</summary>
    public static TaskScore Score(
        ITextModel model,
        TextTask task,
        TaskData data,
        ICollective? collective = null,
        CancellationToken cancellationToken = default) => data.Score(Outputs(model, task, data.Inputs, collective, cancellationToken));

    /// <summary>A model's metrics, size and latency; without data, its size.</summary>
    public static ModelResult Measure(
        ITextModel model,
        TextTask task,
        SingleOrNamed<TaskData>? sets,
        CancellationToken cancellationToken = default) =>
        Measure(model, task, sets, sets?.Select(data => Score(model, task, data, null, cancellationToken).Metrics), cancellationToken);

    /// <summary>A model's size and latency beside metrics that were computed before.</summary>
    internal static ModelResult Measure(
        ITextModel model,
        TextTask task,
        SingleOrNamed<TaskData>? sets,
        SingleOrNamed<IReadOnlyDictionary<string, double>>? metrics,
        CancellationToken cancellationToken = default) => new(
        metrics,
        model.Parameters,
        model.Bytes,
        sets is null ? null : new Dictionary<string, double>
        {
            ["p50"] = Math.Round(MedianLatency(model, task, [.. sets.Items.SelectMany(s => s.Value.Inputs)], cancellationToken), 3)
        });

    /// <summary>Median milliseconds for a text on its own, tokenization left out.</summary>
    public static double MedianLatency(
        ITextModel model,
        TextTask task,
        IReadOnlyList<EncodedText> texts,
        CancellationToken cancellationToken = default)
    {
        using var noGrad = no_grad();
        double[] times = [.. texts.Take(TimedTexts).Select(text =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using TextBatch inputs = task.Collate([text]);
            long start = Stopwatch.GetTimestamp();
            model.Logits(inputs);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order()];
        return times[times.Length / 2];
    }

    /// <summary>Asks about this process's batches.</summary>
    private static void Ask(
        ITextModel model,
        TextTask task,
        IReadOnlyList<EncodedText> texts,
        float[][][] result,
        ICollective collective,
        CancellationToken cancellationToken)
    {
        using var noGrad = no_grad();
        foreach ((int place, int[] batch) in LengthBatches.Of([.. texts.Select(text => text.Tokens)], model.BatchTokens).Index())
        {
            if (place % collective.Size != collective.Rank) continue;
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using TextBatch inputs = task.Collate([.. batch.Select(i => texts[i])]);
            float[][] outputs = [.. task.Kept(inputs, model.Logits(inputs))
                .Select(logits => logits.to(ScalarType.Float32).contiguous().data<float>().ToArray())];
            for (int i = 0; i < batch.Length; i++)
                result[batch[i]] = [.. outputs.Select(
                    values => values[(i * (values.Length / batch.Length))..((i + 1) * (values.Length / batch.Length))])];
        }
    }
}
