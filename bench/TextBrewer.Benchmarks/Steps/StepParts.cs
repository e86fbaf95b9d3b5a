using System.Diagnostics;
using TextBrewer.Losses;
using TextBrewer.Objectives;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// Where the time of a step goes, found from outside: models, losses and optimizer are wrapped. Backward is what lies between the last
/// loss and the optimizer, less the clipping, which is done once more to be timed.
/// </summary>
internal sealed class StepParts
{
    internal const string Teacher = "teacher", Student = "student forward", Losses = "losses", Backward = "backward", Clip = "clipping",
        Optimizer = "optimizer", Zero = "zeroing", Data = "waiting for data", Rest = "rest";

    private readonly List<Dictionary<string, double>> _steps = [];
    private Dictionary<string, double> _now = [];
    private long _lastEnd;

    /// <summary>The parts in their order.</summary>
    internal static IReadOnlyList<string> Names { get; } = [Teacher, Student, Losses, Backward, Clip, Optimizer, Zero, Data, Rest];

    /// <summary>The median milliseconds of a part.</summary>
    internal double Median(string part) => Timing.Median(_steps.Select(step => step.GetValueOrDefault(part)));

    /// <summary>What was timed of a step that is not over does not count.</summary>
    internal void Restart() => _now = [];

    /// <summary>The losses that are distilled by, timed.</summary>
    internal DistillationParts TimedLosses() => new()
    {
        KdLosses = new Dictionary<string, IDistillationLoss> { ["ce"] = new TimedKdLoss(new SoftCrossEntropy(), this) },
        MatchLosses = new Dictionary<string, IMatchLoss>
        {
            ["hidden_mse"] = new TimedLoss(new HiddenMeanSquaredError(), this),
            ["mmd"] = new TimedLoss(new NeuronSelectivity(), this),
        },
    };

    /// <summary>Times a piece of work.</summary>
    internal T Time<T>(string part, Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = work();
        _lastEnd = Stopwatch.GetTimestamp();
        Add(part, Stopwatch.GetElapsedTime(start, _lastEnd).TotalMilliseconds);
        return result;
    }

    /// <summary>Called before the optimizer steps: since the last loss there was backward, and the engine's clipping.</summary>
    internal void EndBackward() => Add(Backward, Stopwatch.GetElapsedTime(_lastEnd).TotalMilliseconds);

    /// <summary>A step is over.</summary>
    /// <param name="milliseconds">What it took as a whole, the second clipping included.</param>
    internal void EndStep(double milliseconds)
    {
        Add(Data, Stopwatch.GetElapsedTime(_lastEnd).TotalMilliseconds); // nothing else lies between zeroing and the next batch
        double clip = _now.GetValueOrDefault(Clip);
        Add(Backward, -clip);
        Add(Rest, milliseconds - clip - _now.Values.Sum());
        _steps.Add(_now);
        _now = [];
    }

    private void Add(string part, double milliseconds) => _now[part] = _now.GetValueOrDefault(part) + milliseconds;
}
