using System.Globalization;
using TextBrewer.Training;

namespace TextBrewer.Cli.Screens;

/// <summary>One phase of training as a line: share done, step, rate, loss, time left. Rewritten in place where a person looks on, else printed now and then.</summary>
internal sealed class TrainingLine(Terminal terminal, string what, TimeProvider clock) : ITrainingObserver
{
    private static readonly TimeSpan Live = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Plain = TimeSpan.FromSeconds(15);

    private long _start;
    private long _shown;
    private long _first;

    /// <summary>The run's folder, once a checkpoint is there.</summary>
    internal string? Folder { get; private set; }

    public void Started(RunPlan plan, long step)
    {
        (_start, _shown, _first) = (clock.GetTimestamp(), clock.GetTimestamp(), step);
        terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Capital(what)}: {plan.Steps} steps{(step > 0 ? $", going on at step {step}" : "")}."));
    }

    public void Step(StepReport report)
    {
        bool last = report.Step == report.Steps;
        if (!last && clock.GetElapsedTime(_shown) < (terminal.Interactive ? Live : Plain)) return;
        _shown = clock.GetTimestamp();
        string line = Line(report, clock.GetElapsedTime(_start), _first);
        if (!terminal.Interactive) terminal.Error.WriteLine(line);
        else terminal.Error.Write($"\r{line}\u001b[K{(last ? Environment.NewLine : "")}");
    }

    public void Saved(long step, string folder) => Folder = Path.GetDirectoryName(Path.GetDirectoryName(folder));

    internal static string Line(StepReport report, TimeSpan elapsed, long first)
    {
        double rate = (report.Step - first) / Math.Max(elapsed.TotalSeconds, 1e-9);
        TimeSpan left = TimeSpan.FromSeconds((report.Steps - report.Step) / Math.Max(rate, 1e-9));
        return string.Create(CultureInfo.InvariantCulture,
            $"{100.0 * report.Step / report.Steps,3:F0} %  step {report.Step}/{report.Steps}  {rate:F1} steps/s  loss {report.Scalars.GetValueOrDefault("total_loss"):F4}  {(int)left.TotalHours:D2}:{left:mm\\:ss} left");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
