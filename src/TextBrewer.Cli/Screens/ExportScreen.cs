using TextBrewer.Recipes.Exporting;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Cli.Screens;

/// <summary>The files of an ONNX folder beside the model that they were made of, and whether they are the same model.</summary>
internal static class ExportScreen
{
    /// <param name="terminal">Where it is written.</param>
    /// <param name="files">How near each file comes to the model, by the file's name.</param>
    /// <param name="maxMetricLoss">What int8 was allowed to lose.</param>
    internal static void Show(Terminal terminal, IReadOnlyDictionary<string, Parity> files, double maxMetricLoss)
    {
        Parity first = files.Values.First();
        string[] sets = [.. first.Before?.Items.Select(set => set.Key) ?? []];
        Metric? metric = first.Before is { } before ? MetricSet.Of(before.First.Keys).Judged : null;
        List<string> columns = ["bytes", "largest logit difference"];
        if (metric is not null) columns.Add("same decisions %");
        foreach (string set in sets) columns.AddRange([$"{metric!.Title}{(set.Length == 0 ? "" : $" {set}")} before", "after"]);

        PlainText.Write(terminal, "file", columns, [.. files.Select(file => (string[])[.. Row(file.Key, file.Value, metric)])]);
        foreach (string sentence in files.SelectMany(file => Sentences(file.Key, file.Value, maxMetricLoss)))
            terminal.Out.WriteLine(sentence);
    }

    private static IEnumerable<string> Row(string name, Parity parity, Metric? metric)
    {
        yield return name;
        yield return PlainText.Count(parity.Bytes);
        yield return PlainText.Number(parity.LargestDifference, "G2");
        if (metric is null) yield break;
        yield return parity.Agreement is double share ? PlainText.Number(100 * share, "F2") : "-";
        foreach (var (before, after) in parity.Before!.Items.Zip(parity.After!.Items))
        {
            yield return PlainText.Number(before.Value[metric.Name], "F5");
            yield return PlainText.Number(after.Value[metric.Name], "F5");
        }
    }

    private static IEnumerable<string> Sentences(string name, Parity parity, double maxMetricLoss)
    {
        bool int8 = name == ModelFiles.OnnxInt8;
        if (!int8 && !(parity.LargestDifference <= Parity.Float32Tolerance))
            yield return $"Warning: a logit of {name} differs by more than {PlainText.Number(Parity.Float32Tolerance, "G2")} from the "
                + "model's.";
        if (parity.Float32Layers is { } layers)
            yield return $"Left in float32 in {name}: {string.Join(", ", layers)}.";
        if (int8 && parity.MetricLoss is double loss && !(loss <= maxMetricLoss))
            yield return $"Warning: {name} loses {PlainText.Number(loss, "F4")} of the metric, more than "
                + $"{PlainText.Number(maxMetricLoss, "R")}.";
    }
}
