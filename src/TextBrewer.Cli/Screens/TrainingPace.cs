using System.Globalization;
using TextBrewer.Text.Metrics;
using TextBrewer.Training;

namespace TextBrewer.Cli.Screens;

/// <summary>How fast a phase of training goes, in steps since it began or was gone on with.</summary>
internal sealed class TrainingPace(TimeProvider clock, long first)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Optimizer steps per second.</summary>
    internal double Rate(StepReport report) => (report.Step - first) / Math.Max(clock.GetElapsedTime(_start).TotalSeconds, 1e-9);

    /// <summary>Time left at this rate.</summary>
    internal TimeSpan Left(StepReport report) => TimeSpan.FromSeconds((report.Steps - report.Step) / Math.Max(Rate(report), 1e-9));

    /// <summary>Step, rate and loss, for a person.</summary>
    internal string Describe(StepReport report)
    {
        string pace = string.Create(CultureInfo.InvariantCulture, $"step {report.Step}/{report.Steps}  {Rate(report):F1} steps/s");
        return report.Scalars.TryGetValue("total_loss", out double loss)
            ? string.Create(CultureInfo.InvariantCulture, $"{pace}  loss {loss:F4}")
            : pace;
    }

    /// <summary>The metrics to judge by of an evaluation, for a person.</summary>
    internal static string Describe(long step, IReadOnlyDictionary<string, double> metrics)
    {
        IEnumerable<string> sets = metrics.GroupBy(metric => Set(metric.Key)).Select(set =>
        {
            Metric judged = MetricSet.Of(set.Select(metric => metric.Key[set.Key.Length..])).Judged;
            double value = judged.Shown(metrics[set.Key + judged.Name]);
            string number = value.ToString(judged.IsShare ? "F2" : "F4", CultureInfo.InvariantCulture);
            return $"{set.Key.TrimEnd('/')} {judged.Title} {number}{(judged.IsShare ? " %" : "")}".TrimStart();
        });
        return string.Create(CultureInfo.InvariantCulture, $"dev after step {step}: {string.Join(", ", sets)}");
    }

    // Of several sets a metric's name has the set's before it.
    private static string Set(string name) => name[..(name.LastIndexOf('/') + 1)];

    /// <summary>A duration as hours, minutes and seconds.</summary>
    internal static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:D2}:{time:mm\\:ss}");
}
