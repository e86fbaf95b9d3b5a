using System.Diagnostics;
using System.Globalization;
using TextBrewer.Training;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>Lets a run take as many steps as it is told to, and then waits to be told again; a turn's first step does not count.</summary>
/// <param name="ask">Gets the next command, in every process.</param>
/// <param name="answer">Answers the last one.</param>
/// <param name="clock">Times the exchange; null: nobody asks, and nothing is put between the calls.</param>
internal sealed class StepGate(Func<string> ask, Action<string> answer, ExchangeClock? clock) : ITrainingObserver
{
    internal const string Steps = "steps", End = "end";

    private readonly List<string> _taken = [];
    private int _left;
    private bool _isCold;
    private long _start;

    void ITrainingObserver.Starting(RunStart start)
    {
        ExchangeCost? cost = start.Exchange;
        double[] said = cost is null ? [0, 0, 0, 0] :
        [
            cost.Bytes, cost.BytesPerSecond, cost.Exchange.TotalMilliseconds, 100 * cost.Share,
        ];
        answer(Line(said));
        Wait();
    }

    void ITrainingObserver.Step(StepReport report)
    {
        double step = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
        (double exchange, double wait) = clock?.Take() ?? (0, 0);
        if (!_isCold) _taken.Add(Line(step, exchange, wait));
        _isCold = false;
        if (--_left == 0)
        {
            answer(string.Join(' ', _taken));
            Wait();
        }
        _start = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits for the next turn.</summary>
    /// <exception cref="OperationCanceledException">There is none: the run ends.</exception>
    private void Wait()
    {
        if (ask().Split(' ') is not [Steps, string count]) throw new OperationCanceledException();
        (_left, _isCold) = (1 + int.Parse(count, CultureInfo.InvariantCulture), true);
        _taken.Clear();
        _ = clock?.Take();
        _start = Stopwatch.GetTimestamp();
    }

    private static string Line(params double[] numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
