using Spectre.Console;
using Spectre.Console.Rendering;
using TextBrewer.Training;

namespace TextBrewer.Cli.Screens;

/// <summary>A phase of training as a progress bar with step, rate, loss and time left.</summary>
/// <param name="progress">What is drawn.</param>
/// <param name="what">The phase.</param>
/// <param name="clock">The clock.</param>
/// <param name="say">Takes a line that stays above the bar.</param>
internal sealed class TrainingBar(ProgressContext progress, string what, TimeProvider clock, Action<string> say) : ITrainingObserver
{
    private const string Detail = "detail";

    // A screen is drawn no faster.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private ProgressTask? _task;
    private TrainingPace? _pace;
    private long? _shown;
    private long _last;

    /// <summary>The columns that the bar is shown in.</summary>
    internal static ProgressColumn[] Columns => [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn {
        Width = 24 }, new PercentageColumn(), new DetailColumn()];

    public void Starting(RunStart start)
    {
        _pace = new TrainingPace(clock, start.Step);
        _task = progress.AddTask(Markup.Escape(PrintableWriter.Of(what)), maxValue: start.Steps);
        _task.Value = start.Step;
        _last = start.Steps;
    }

    public bool Wants(long step) => step == _last || _shown is not long shown || clock.GetElapsedTime(shown) >= Pause;

    public void Step(StepReport report)
    {
        _shown = clock.GetTimestamp();
        _task!.Value = report.Step;
        _task.State.Update<Words>(Detail, _ => new($"{_pace!.Describe(report)}  {TrainingPace.Clock(_pace.Left(report))} left"));
        if (report.Step == report.Steps) _task.StopTask();
    }

    public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) => say(TrainingPace.Describe(step, metrics));

    /// <summary>A task's state holds structs only.</summary>
    private readonly record struct Words(string? Value);

    private sealed class DetailColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(task.State.Get<Words>(Detail).Value ?? "");
    }
}
