using System.Diagnostics;
using TextBrewer.Benchmarks.Plain;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>
/// The contenders of one shape, round by round in one process: our engine in float32, where there is one our engine in <c>auto</c>, the
/// plain loop, and between them the machine's peak.
/// </summary>
internal sealed class StepContest : IDisposable
{
    private const int Batches = 4;

    // A turn takes about so many milliseconds; its first step, which finds the caches as another contender left them, does not count, and
    // of the others, three at least, the best: what a step costs where nothing else interferes.
    private const double Turn = 600;

    private readonly StepShape _shape;
    private readonly StepBatch[] _batches;
    private readonly (SequenceClassifier Teacher, SequenceClassifier Student) _models, _autoModels;
    private readonly GemmPeak _peak32, _peak16;
    private readonly EngineRun _ours;
    private readonly EngineRun? _auto;
    private readonly PlainLoop _plain, _holding;
    private int _next;

    internal StepContest(StepShape shape, bool withAuto)
    {
        _shape = shape;
        _batches = [.. Enumerable.Range(0, Batches).Select(_ => shape.RandomBatch())];
        _models = shape.Models();
        (_peak32, _peak16) = (new GemmPeak(shape, ScalarType.Float32), new GemmPeak(shape, ScalarType.BFloat16));
        _plain = new PlainLoop(shape, _models.Teacher, _models.Student, frees: true);
        _holding = new PlainLoop(shape, _models.Teacher, _models.Student, frees: false);
        IBatchSource<StepBatch> source = StepBatch.Source(_batches);
        _ours = new EngineRun(shape, _models.Teacher, _models.Student, source);
        if (!withAuto) return;
        _autoModels = shape.Models();
        _auto = new EngineRun(shape, _autoModels.Teacher, _autoModels.Student, source, "auto");
    }

    internal List<double> Ours { get; } = [];

    internal List<double> Auto { get; } = [];

    /// <summary>The plain loop, which frees what it no longer needs.</summary>
    internal List<double> Plain { get; } = [];

    /// <summary>The plain loop that holds everything until the step ends.</summary>
    internal List<double> Holding { get; } = [];

    /// <summary>The least that a step of ours allocated on the managed heap, in bytes: a turn may meet the runtime's own work.</summary>
    internal double Bytes { get; private set; } = double.MaxValue;

    /// <summary>GFLOP/s of <c>linear</c> in float32.</summary>
    internal double Peak => _peak32.Best;

    /// <summary>GFLOP/s of <c>linear</c> in bfloat16.</summary>
    internal double Bf16Peak => _peak16.Best;

    /// <summary>The share of the peak that a step of ours reaches, in percent, by the best step.</summary>
    internal double Share => 100 * StepFlops.Of(_shape) / (Ours.Min() / 1e3) / (Peak * 1e9);

    /// <summary>Lets everybody take turns.</summary>
    /// <param name="seconds">When no further round begins.</param>
    /// <param name="least">How many rounds there are at least.</param>
    internal void Run(double seconds, int least)
    {
        double first = _ours.Steps(1)[0];
        _auto?.Steps(1);
        PlainSteps(_plain, 2);
        PlainSteps(_holding, 2);
        int turn = (int)Math.Clamp(Turn / first, 3, 40);
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < least || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; round++)
        {
            _peak32.Measure();
            Ours.Add(_ours.Steps(turn).Min());
            Bytes = Math.Min(Bytes, _ours.BytesPerStep);
            Plain.Add(PlainSteps(_plain, 1 + turn).Skip(1).Min());
            Holding.Add(PlainSteps(_holding, 1 + turn).Skip(1).Min());
            if (_auto is not null) Auto.Add(_auto.Steps(turn).Min());
            _peak16.Measure();
        }
    }

    /// <summary>Where the time of our step goes, with everything wrapped, and batches made of examples as they are needed.</summary>
    internal StepParts Parts(int steps)
    {
        StepParts parts = new();
        using EngineRun run = new(_shape, _models.Teacher, _models.Student, StepBatch.Made(_shape), "fp32", parts);
        run.Steps(steps);
        return parts;
    }

    /// <summary>
    /// The largest difference between a loss of ours and the plain loop's: same weights, same batch with padding, no dropout.
    /// </summary>
    internal static double LossDifference(StepShape shape)
    {
        StepShape calm = shape.WithoutDropout;
        (SequenceClassifier teacher, SequenceClassifier student) = calm.Models();
        using SequenceClassifier ownTeacher = teacher, ownStudent = student;
        using StepBatch batch = calm.RandomBatch(padded: true);
        using PlainLoop plain = new(calm, teacher, student, frees: true);
        FirstReport first = new();
        using (EngineRun run = new(calm, teacher, student, StepBatch.Source(batch), "fp32", null, first)) run.Steps(1);
        Dictionary<string, double> expected = plain.Step(batch);
        return expected.Max(loss => Math.Abs(loss.Value - first.Scalars[loss.Key]) / Math.Max(1, Math.Abs(loss.Value)));
    }

    public void Dispose()
    {
        _ours.Dispose();
        _auto?.Dispose();
        _plain.Dispose();
        _holding.Dispose();
        foreach (IDisposable? owned in (IDisposable?[])[.. _batches, _peak32, _peak16, _models.Teacher, _models.Student])
            owned?.Dispose();
        if (_auto is null) return;
        _autoModels.Teacher.Dispose();
        _autoModels.Student.Dispose();
    }

    private double[] PlainSteps(PlainLoop loop, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        loop.Step(_batches[_next++ % Batches]);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    })];

    /// <summary>Keeps what the first step said, whose weights are those that both began with.</summary>
    private sealed class FirstReport : ITrainingObserver
    {
        internal IReadOnlyDictionary<string, double> Scalars { get; private set; } = new Dictionary<string, double>();

        public void Step(StepReport report)
        {
            if (Scalars.Count == 0) Scalars = report.Scalars;
        }
    }
}
