using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Models.Heads;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Exporting;

/// <summary>
/// Writes a model in int8 so that its metric loses no more than it may. Where all layers in int8 lose too much, each layer is tried in int8
/// alone, and
/// those that change the logits most stay in float32, as few of them as will do.
/// </summary>
/// <param name="source">The model.</param>
/// <param name="path">The file.</param>
/// <param name="maxMetricLoss">What the metric may lose, as a share of its largest value.</param>
/// <param name="texts">What to compare on.</param>
/// <param name="expected">What the model gives on them.</param>
/// <param name="say">Takes sentences for a person.</param>
/// <param name="cancellationToken">Stops after the batch at hand.</param>
internal sealed class Int8Export(
    LoadedModel source,
    string path,
    double maxMetricLoss,
    SingleOrNamed<TaskData> texts,
    EvaluationOutputs expected,
    Action<string> say,
    CancellationToken cancellationToken)
{
    /// <summary>Logits of so many texts show what a layer does to them.</summary>
    private const int SampleSize = 128;

    private readonly TaskModel _network = source.Network!;

    internal ExportedFile Write()
    {
        try
        {
            return Found();
        }
        catch
        {
            // What stands there was an attempt, and may lose more than it may.
            File.Delete(path);
            throw;
        }
    }

    private ExportedFile Found()
    {
        ExportedFile all = Written([]);
        if (!LosesTooMuch(all)) return all;
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"In int8 the metric loses {all.Parity.MetricLoss:F4}, more than {maxMetricLoss:R}: looking for the layers that are to "
                + $"blame."));
        string[] layers = ByHarm();

        // Twice as many until they are enough, then as few as are enough.
        int tooFew = 0, enough = 1;
        ExportedFile found = Written(layers[..enough]);
        while (LosesTooMuch(found) && enough < layers.Length)
        {
            (tooFew, enough) = (enough, Math.Min(2 * enough, layers.Length));
            found = Written(layers[..enough]);
        }
        while (enough - tooFew > 1)
        {
            int between = (tooFew + enough) / 2;
            ExportedFile tried = Written(layers[..between]);
            if (LosesTooMuch(tried)) tooFew = between;
            else (enough, found) = (between, tried);
        }
        // The last that was tried need not be the one that was found.
        found = Written(layers[..enough]);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{enough} of {layers.Length} layers stay in float32; the metric loses {found.Parity.MetricLoss:F4}."));
        return found;
    }

    // A loss that is no number is too much.
    private bool LosesTooMuch(ExportedFile file) => file.Parity.MetricLoss is double loss && !(loss <= maxMetricLoss);

    /// <summary>The layers, the one first that changes the logits most when it alone is int8.</summary>
    private string[] ByHarm()
    {
        IReadOnlyList<string> layers = OnnxExport.QuantizableLayers(_network);
        SingleOrNamed<TaskData> sample = new(new ProbeData(Sample()));
        EvaluationOutputs exact = new(source.Model, source.Task, sample, cancellationToken: cancellationToken);
        return [.. layers.OrderByDescending(layer =>
        {
            OnnxExport.Write(_network, path, ExportForm.Int8, layers.Where(other => other != layer).ToHashSet());
            using OnnxTextModel model = new(path, source.Kind.Outputs, isInt8: true);
            return exact.MeanSquaredDifference(
                new EvaluationOutputs(model, source.Task, sample, cancellationToken: cancellationToken));
        })];
    }

    /// <summary>Texts from everywhere in the data.</summary>
    private EncodedText[] Sample()
    {
        EncodedText[] all = [.. texts.Items.SelectMany(set => set.Value.Inputs)];
        int step = Math.Max(1, all.Length / SampleSize);
        return [.. all.Where((_, i) => i % step == 0).Take(SampleSize)];
    }

    private ExportedFile Written(string[] float32Layers)
    {
        OnnxExport.Write(_network, path, ExportForm.Int8, float32Layers.ToHashSet(), OnnxFolder.Metadata(source));
        ExportedFile file = OnnxFolder.Compared(path, source, texts, expected, cancellationToken);
        return float32Layers.Length == 0 ? file : file with { Parity = file.Parity with { Float32Layers = float32Layers } };
    }
}
