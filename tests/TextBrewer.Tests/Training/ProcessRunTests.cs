using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Torch.Collectives;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>
/// What becomes of a run of several processes, here threads, that is stopped, goes wrong, or lets them go apart for some steps.
/// </summary>
public sealed class ProcessRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 1)]
    [InlineData(1, 2)]
    public void Run_stopped_at_one_size_goes_on_at_another(int before, int after)
    {
        double[] expected = Train(In("whole"), 1).Weights[0];
        string output = In("parts");
        (TrainingResult[] stopped, _) = Train(output, before, stopAfter: 3);
        Assert.All(stopped, result => Assert.Equal((TrainingStatus.Stopped, 3L), (result.Status, result.Steps)));
        (TrainingResult[] resumed, double[][] weights) = Train(output, after, resume: true);
        Assert.All(resumed, result => Assert.Equal((TrainingStatus.Completed, 6L), (result.Status, result.Steps)));
        foreach (double[] own in weights) Agree.Assert(expected, own, 1e-9, "weights");
    }

    [Fact]
    public void Loss_that_is_no_number_in_one_process_skips_the_step_in_all_and_names_its_examples()
    {
        HeardLogger said = new();
        (TrainingResult[] results, double[][] weights) = Train(In("run"), 3, broken: 10, said: said);
        Assert.All(results, result => Assert.Equal((TrainingStatus.Completed, 2L), (result.Status, result.Skipped)));
        const string Reason = "unweighted_hard_label_loss (NaN) is not finite, of the ";
        string[] explained = [.. said.Lines.Where(line => line.Contains(Reason, StringComparison.Ordinal))];
        Assert.NotEmpty(explained);
        // The examples of the process that has the broken one, of which a batch of four gives each of three at most two.
        Assert.All(explained, line => Assert.Contains(
            "10",
            line.Split(" examples ")[1].TrimEnd('.').Split(", ")));
        Assert.All(explained, line => Assert.InRange(line.Split(" examples ")[1].Split(", ").Length, 1, 2));
        Assert.All(weights, own => Assert.Equal(weights[0], own));
    }

    [Fact]
    public void Processes_that_go_apart_for_some_steps_are_one_again_at_the_end()
    {
        double[] together = Train(In("together"), 3).Weights[0];
        (_, double[][] apart) = Train(In("apart"), 3, config: new TrainingConfig { SyncEvery = 4 });
        Assert.All(apart, own => Assert.Equal(apart[0], own));
        Assert.NotEqual(together, apart[0]);
        // One that is taken alone is the same as one that is taken together where each step is averaged, but for the optimizer's square.
        Agree.Assert(together, apart[0], 0.2, "weights");
    }

    [Fact]
    public void Averages_of_weights_do_not_go_with_steps_that_are_taken_apart() => Assert.Contains(
        "$.sync_every",
        Assert.Throws<ConfigurationException>(
            () => Train(In("run"), 2, config: new TrainingConfig { SyncEvery = 2, EmaDecay = 0.9 })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Batches_that_are_made_already_are_refused_where_nobody_says_how_they_are_cut()
    {
        using ToyBatch batch = ToyBatch.Of([0, 1, 2]);
        using Toy student = new(2, 6, seed: 1), other = new(2, 6, seed: 1);
        Toy[] students = [student, other];
        ConfigurationException problem = Assert.Throws<ConfigurationException>(() => ThreadCollective.Run(2, collective =>
            new BasicTrainer<ToyBatch>(new TrainingConfig { OutputDir = _folder.Path }, students[collective.Rank].Adapted).Train(
                Batches.Of([batch]),
                Toy.Options() with { Collective = collective })));
        const string Begins = "Several processes share each batch, and these batches are made already";
        Assert.StartsWith(Begins, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("bf16", null, 2)]
    [InlineData("fp16", null, 2)]
    // Weights, which are averaged, travel as they are.
    [InlineData("bf16", 4, 1)]
    public void Run_says_before_its_first_step_how_many_bytes_travel(string? precision, int? syncEvery, int part)
    {
        FirstReport first = new();
        Train(In("run"), 2, config: new TrainingConfig { ReducePrecision = precision, SyncEvery = syncEvery }, first: first);
        using Toy student = new(3, 6, seed: 1);
        long values = student.Adapted.Module.parameters().Sum(parameter => parameter.numel() * parameter.ElementSize);
        Assert.Equal((2, values / part), (first.Exchange!.Processes, first.Exchange.Bytes));
        Assert.True(first.Exchange.Exchange > TimeSpan.Zero && double.IsFinite(first.Exchange.BytesPerSecond));
    }

    [Fact]
    public void Process_zero_alone_writes()
    {
        string output = In("run");
        Train(output, 3, config: new TrainingConfig { LogDir = In("log") });
        Assert.Equal(2, Checkpoint.All(output).Count);
        Assert.Single(Directory.GetFiles(In("log")));
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private (TrainingResult[] Results, double[][] Weights) Train(
        string output,
        int processes,
        int? stopAfter = null,
        bool resume = false,
        int? broken = null,
        HeardLogger? said = null,
        TrainingConfig? config = null,
        FirstReport? first = null)
    {
        // A toy draws its weights from the process's random numbers, and so do all of these.
        Toy[] students = [.. Enumerable.Range(0, processes).Select(_ => new Toy(3, 6, seed: 1))];
        using Toy teacher = new(3, 6, seed: 2);
        Lock asking = new();
        try
        {
            TrainingResult[] results = processes == 1 ? [Fit(SingleCollective.Instance)] : ThreadCollective.Run(processes, Fit);
            return (results, [.. students.Select(student => student.Weights())]);
        }
        finally
        {
            foreach (Toy toy in students) toy.Dispose();
        }

        TrainingResult Fit(ICollective collective)
        {
            using CancellationTokenSource stop = new();
            Toy student = students[collective.Rank];
            TrainingConfig settings = (config ?? new TrainingConfig()) with { OutputDir = output };
            var adapted = student.Adapt((b, o) => new()
            {
                Logits = o[0],
                Losses = nn.functional.cross_entropy(o[0], b.Labels) * (b.Examples.Contains(broken ?? -1) ? double.NaN : 1),
                Labels = b.Labels,
            });
            using BasicDistiller<ToyBatch> distiller =
                new(settings, new DistillationConfig { HardLabelWeight = 1 }, Teacher(), adapted);
            ITrainingObserver[] observers =
                collective.Rank == 0 && stopAfter is int step ? [new ScalarLog { StopAfter = (step, stop) }] : [];
            if (collective.Rank == 0 && first is not null) observers = [.. observers, first];
            return distiller.Train(
                Batches.From([.. Enumerable.Range(0, 12)], 4, ToyBatch.Of, seed: 5),
                Toy.Options(epochs: 2, observers) with
                {
                    Collective = collective,
                    ResumeFrom = resume ? Checkpoint.Newest(output) : null,
                    Logger = collective.Rank == 0 ? said : null,
                },
                stop.Token);
        }

        // One module for all threads, which it would not be for processes.
        Adaptors.AdaptedModel<ToyBatch> Teacher() => new(teacher, batch =>
        {
            lock (asking) return new() { Logits = teacher.call(batch.X)[0] };
        });
    }

    /// <summary>Hears what a run says when it begins.</summary>
    private sealed class FirstReport : ITrainingObserver
    {
        internal ExchangeCost? Exchange { get; private set; }

        public void Starting(RunStart start) => Exchange = start.Exchange;
    }
}
