using System.Globalization;
using System.Text;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using TextBrewer.Torch.Collectives;
using TextBrewer.Training;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>
/// One of the processes that take steps together: process 0 reads commands and answers each with a line, all carry them out. A run begins
/// with a variant, a batch and whether its exchange is timed, takes steps turn by turn, and ends.
/// </summary>
internal sealed class RankProgram : IDisposable
{
    internal const string Begin = "begin", Clocked = "clocked", Answer = "= ";

    // More than anybody asks for.
    private const int Many = 100_000;

    private readonly ICollective _collective;
    private readonly StepShape _shape;
    private readonly (SequenceClassifier Teacher, SequenceClassifier Student) _models;

    private RankProgram(ICollective collective, StepShape shape) => (_collective, _shape, _models) = (collective, shape, shape.Models());

    /// <summary>Carries out commands until there are no more.</summary>
    /// <param name="shape">What is distilled, by its name.</param>
    internal static int Run(string shape)
    {
        using ICollective collective = Collective.Start(new CollectiveOptions { Report = Console.Error.WriteLine });
        using RankProgram program = new(collective, DistributedBenchmark.Shapes.Single(one => one.Name == shape));
        while (program.Ask().Split(' ') is [Begin, string variant, string batch, string clocked])
            program.Take(ExchangeVariant.Of(variant), int.Parse(batch, CultureInfo.InvariantCulture), clocked == Clocked);
        return 0;
    }

    public void Dispose()
    {
        _models.Teacher.Dispose();
        _models.Student.Dispose();
    }

    private void Take(ExchangeVariant variant, int batch, bool isClocked)
    {
        foreach ((string name, var parameter) in _models.Student.named_parameters())
            parameter.requires_grad = !(variant.IsFrozen && name.Contains("embeddings", StringComparison.Ordinal));
        ExchangeClock? clock = isClocked ? new(_collective) : null;
        StepGate gate = new(Ask, Tell, clock);
        StepShape shape = _shape with { Batch = batch };
        ITrainingObserver[] observers = clock is null ? [gate] : [clock, gate];
        using EngineRun run = new(shape, _models.Teacher, _models.Student, StepBatch.Made(shape), observers: observers)
        {
            Collective = clock ?? _collective,
            Change = variant.Of,
        };
        try
        {
            run.Steps(Many);
        }
        catch (OperationCanceledException)
        {
            // The gate was told that no more steps are wanted.
        }
        Tell(StepGate.End);
    }

    /// <summary>The next command; empty where there are no more.</summary>
    private string Ask()
    {
        byte[] line = [];
        if (_collective.Rank == 0)
            using (_collective.Watch.LongWork("waiting for its turn")) line = Encoding.UTF8.GetBytes(Console.ReadLine() ?? "");
        return Encoding.UTF8.GetString(_collective.OfFirst(line));
    }

    private void Tell(string text)
    {
        if (_collective.Rank == 0) Console.WriteLine(Answer + text);
    }
}
