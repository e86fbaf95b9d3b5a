using System.Globalization;
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

    /// <summary>A duration as hours, minutes and seconds.</summary>
    internal static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:D2}:{time:mm\\:ss}");
}
