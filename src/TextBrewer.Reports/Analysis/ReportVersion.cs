using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Analysis;

/// <summary>A model of a run: one row of the table.</summary>
/// <param name="Key">Its name in the files: <c>student_onnx_int8</c>.</param>
/// <param name="Title">For a person.</param>
/// <param name="Style">Its colour and mark: <c>teacher</c>, <c>student</c>, <c>baseline</c>, <c>fp32</c>, <c>int8</c>, <c>ablation-0</c>,
/// ….</param>
/// <param name="Result">What was measured.</param>
internal sealed record ReportVersion(string Key, string Title, string Style, ModelResult Result)
{
    /// <summary>What it is called in a drawing.</summary>
    internal string ShortTitle => Key switch { VersionNames.Fp32 => "float32", VersionNames.Int8 => "int8", _ => Title };

    /// <summary>Whether its weights are saved as a model: those that the run compares with stand in checkpoints alone.</summary>
    internal bool IsSaved =>
        Key is VersionNames.Teacher or VersionNames.Student or VersionNames.Model or VersionNames.Fp32 or VersionNames.Int8;

    /// <summary>Median milliseconds for a text; null: not measured.</summary>
    internal double? Latency => LatencyOf(ModelResult.Median);

    /// <summary>Median milliseconds for a text of the same model as ONNX in float32; null: not measured.</summary>
    internal double? OnnxLatency => IsOnnx ? Latency : LatencyOf(ModelResult.OnnxMedian);

    /// <summary>Whether it is an ONNX file.</summary>
    internal bool IsOnnx => Key is VersionNames.Fp32 or VersionNames.Int8;

    /// <summary>The standard deviation of a metric between seeds; null: there is one run.</summary>
    internal double? Spread(string set, string metric) =>
        Result.Spread?.Items.FirstOrDefault(item => item.Key == set).Value is { } metrics && metrics.TryGetValue(metric, out double value)
            ? value
            : null;

    /// <summary>How far the metric of a dev set may be off; null: nobody has looked.</summary>
    internal Interval? Interval(string set, string metric) =>
        Result.Uncertainty?.Items.FirstOrDefault(item => item.Key == set).Value?.Intervals.GetValueOrDefault(metric);

    /// <summary>The mean of the first metrics of the dev sets, from 0 to 1; null: there is none.</summary>
    internal double? Quality
    {
        get
        {
            double[] values = [.. Result.Dev?.Items
                .Where(set => set.Value.Count > 0)
                .Select(set => MetricSet.Of(set.Value.Keys).Share(set.Value)) ?? []];
            return values.Length > 0 && values.All(double.IsFinite) ? values.Average() : null;
        }
    }

    private double? LatencyOf(string key) =>
        Result.LatencyMs is { } latency && latency.TryGetValue(key, out double time) && time >= 0 && double.IsFinite(time) ? time : null;

    /// <summary>A version's title and style by its key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="result">What was measured.</param>
    /// <param name="exported">What the ONNX files were made of.</param>
    /// <param name="ablation">An ablation's number, from 0.</param>
    internal static ReportVersion Of(string key, ModelResult result, string exported, int ablation) => key switch
    {
        VersionNames.Teacher => new(key, key, "teacher", result),
        VersionNames.Student or VersionNames.Model => new(key, key, "student", result),
        VersionNames.Baseline => new(key, key, "baseline", result),
        VersionNames.Fp32 => new(key, $"{exported}, ONNX float32", "fp32", result),
        VersionNames.Int8 => new(key, $"{exported}, ONNX int8", "int8", result),
        _ => new(key, key.Replace('_', ' '), AblationStyle(ablation), result),
    };

    /// <summary>The colours of ablations come again after four.</summary>
    internal static string AblationStyle(int number) => FormattableString.Invariant($"ablation-{number % 4}");
}
