using System.Diagnostics;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;

namespace TextBrewer.Recipes.Runs;

/// <summary>What a model costs as an ONNX file in float32, timed on the model that is trained, as it starts.</summary>
/// <param name="SecondsPerByte">Seconds of making and opening the file, for a byte of the model's weights.</param>
/// <param name="Share">Its time for a text, of torch's.</param>
internal sealed record ExportCost(double SecondsPerByte, double Share)
{
    /// <summary>Times it; null: the model has no such form, and the run will say so.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">Makes batches.</param>
    /// <param name="outputs">The outputs that the task needs.</param>
    /// <param name="texts">A few texts.</param>
    /// <param name="secondsPerText">Torch's seconds for one of them.</param>
    /// <param name="cancellationToken">Stops after the text at hand.</param>
    internal static ExportCost? Measure(
        EncoderTextModel model,
        TextTask task,
        IReadOnlyList<string> outputs,
        IReadOnlyList<EncodedText> texts,
        double secondsPerText,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        if (EngineTextModel.TryExport(model, outputs) is not { } exported) return null;
        try
        {
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            // The first text is not what the others are.
            Evaluation.MedianLatency(exported, task, [.. texts.Take(1)], cancellationToken);
            double text = Evaluation.MedianLatency(exported, task, texts, cancellationToken) / 1000;
            return new(seconds / model.Bytes, text / secondsPerText);
        }
        finally
        {
            exported.Close();
        }
    }
}
