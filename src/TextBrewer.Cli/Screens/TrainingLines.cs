using System.Globalization;
using TextBrewer.Training;

namespace TextBrewer.Cli.Screens;

/// <summary>A phase of training as plain lines, one now and then: for logs and pipes.</summary>
internal sealed class TrainingLines(TextWriter writer, string what, TimeProvider clock) : ITrainingObserver
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private TrainingPace? _pace;
    private long _shown;
    private long _last;

    public void Starting(RunStart start)
    {
        (_pace, _shown, _last) = (new TrainingPace(clock, start.Step), clock.GetTimestamp(), start.Steps);
        string title = $"{char.ToUpperInvariant(what[0])}{what[1..]}", goesOn = start.Step > 0 ? $", going on at step {start.Step}" : "";
        string precision = start.Precision == "fp32" ? "" : $", in {start.Precision}";
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {start.Steps} steps{goesOn}{precision}."));
    }

    public bool Wants(long step) => step == _last || clock.GetElapsedTime(_shown) >= Pause;

    public void Step(StepReport report)
    {
        _shown = clock.GetTimestamp();
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{100.0 * report.Step / report.Steps,3:F0} %  {_pace!.Describe(report)}  {TrainingPace.Clock(_pace.Left(report))} left"));
    }

    public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) =>
        writer.WriteLine("       " + TrainingPace.Describe(step, metrics));
}
