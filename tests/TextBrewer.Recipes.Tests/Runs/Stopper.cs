using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Stops a run at one of the things that it tells.</summary>
internal sealed class Stopper(string when, CancellationTokenSource stop)
{
    internal RunHost Host => new() { Say = text => Heard($"said {text}"), Progress = what => new Observer(what, Heard) };

    /// <summary>What a run came to that is stopped; null: it was stopped before its first step.</summary>
    internal static RunResult? Stopped(Func<RunResult> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Heard(string what)
    {
        if (what.StartsWith(when, StringComparison.Ordinal)) stop.Cancel();
    }

    private sealed class Observer(string what, Action<string> heard) : ITrainingObserver
    {
        public void Starting(RunStart start) => heard($"starting {what}");

        public void Step(StepReport report) => heard($"step {report.Step} of {what}");

        public void Evaluated(long step, IReadOnlyDictionary<string, double> metrics) => heard($"evaluated {step} of {what}");

        public void Saved(long step, string folder) => heard($"saved {step} of {what}");

        public void Stopping(TrainingResult result) => heard($"stopping {what}");
    }
}
