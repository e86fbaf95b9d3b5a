using CsCheck;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Tests.Training;
using TextBrewer.Training;

namespace TextBrewer.Tests.Data;

/// <summary>Batches whose arrays another thread makes ahead.</summary>
public sealed class PrefetchTests
{
    [Fact]
    public void Batches_come_in_the_order_of_a_source_without_prefetch() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 20], Gen.Int, Gen.Int[0, 3]).Sample((count, size, seed, epoch) =>
        {
            int[] examples = [.. Enumerable.Range(0, count)];
            IBatchSource<int[]> plain = Batches.From(examples, size, batch => batch.ToArray(), seed);
            IBatchSource<int[]> ahead = Batches.From(examples, size, batch => batch.ToArray(), batch => batch, seed);
            Assert.Equal(plain.Epoch(epoch).Select(Shown), ahead.Epoch(epoch).Select(Shown));
            Assert.Equal(plain.Epoch(epoch).From(count / 2).Select(Shown), ahead.Epoch(epoch).From(count / 2).Select(Shown));
        });

    [Fact]
    public void Arrays_are_made_on_another_thread_a_few_batches_ahead_and_tensors_on_the_one_that_asks()
    {
        int here = Environment.CurrentManagedThreadId, prepared = 0;
        List<int> makers = [];
        IBatchSource<int> source = Batches.From(
            [.. Enumerable.Range(0, 100)],
            1,
            batch =>
            {
                Assert.NotEqual(here, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref prepared);
                return batch[0];
            },
            number =>
            {
                makers.Add(Environment.CurrentManagedThreadId);
                return number;
            });
        BatchEpoch<int> epoch = source.Epoch(0);
        int taken = 0, most = 0;
        foreach (Batch<int> batch in epoch)
        {
            if (taken < 90) SpinWait.SpinUntil(() => Volatile.Read(ref prepared) - taken >= 5, 100);
            most = Math.Max(most, Volatile.Read(ref prepared) - ++taken);
        }
        Assert.Equal(100, taken);
        Assert.InRange(most, 3, 5); // four in the channel and the one that waits for a place
        Assert.All(makers, thread => Assert.Equal(here, thread));
        Assert.True(epoch.Waited > TimeSpan.Zero);
    }

    [Fact]
    public void Fault_of_the_preparation_comes_where_its_batch_would_with_its_own_message()
    {
        IBatchSource<int> source = Batches.From(
            [.. Enumerable.Range(0, 20)],
            2,
            batch => batch[0] == 6 ? throw new InvalidDataException("line 7 is broken") : batch[0],
            number => number,
            shuffle: false);
        List<int> seen = [];
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Batch<int> batch in source.Epoch(0)) seen.Add(batch.Content);
        });
        Assert.Equal("line 7 is broken", fault.Message);
        Assert.Equal([0, 2, 4], seen);
    }

    [Fact]
    public void Arrays_are_freed_once_whether_their_batch_is_made_stopped_before_or_broken()
    {
        foreach (Func<int, bool> leaves in new Func<int, bool>[] { taken => taken == 3, _ => false, taken => taken == 5 })
        {
            List<Arrays> all = [];
            IBatchSource<int> source = Batches.From(
                [.. Enumerable.Range(0, 12)],
                1,
                batch =>
                {
                    Arrays arrays = new(batch[0]);
                    lock (all) all.Add(arrays);
                    return arrays;
                },
                arrays => arrays.Number == 9 ? throw new InvalidOperationException("no tensor") : arrays.Number,
                shuffle: false);
            int taken = 0;
            try
            {
                foreach (Batch<int> batch in source.Epoch(0)) if (leaves(++taken)) break;
            }
            catch (InvalidOperationException)
            {
                Assert.Equal(9, taken);
            }
            // The enumerator's end is the worker's end: nothing is added any more.
            Assert.InRange(all.Count, taken, taken + 6);
            Assert.All(all, arrays => Assert.Equal(1, arrays.Freed));
        }
    }

    [Fact]
    public void Nothing_is_prepared_any_more_when_the_enumeration_has_ended()
    {
        int begun = 0, ended = 0;
        IBatchSource<int> source = Batches.From(
            [.. Enumerable.Range(0, 20)],
            1,
            batch =>
            {
                Interlocked.Increment(ref begun);
                Thread.Sleep(20);
                Interlocked.Increment(ref ended);
                return batch[0];
            },
            number => number);
        foreach (Batch<int> batch in source.Epoch(0)) break;
        Assert.Equal(Volatile.Read(ref begun), Volatile.Read(ref ended));
        Assert.InRange(begun, 1, 6);
    }

    [Fact]
    public void Run_that_is_prefetched_ends_with_the_same_weights_stopped_and_resumed_too()
    {
        using TemporaryFolder plain = new(), whole = new();
        double[] expected = Train(plain, Toy.Source(shuffle: true), null, null);
        // Matrix products of batches made anew may differ in the last bit: these stand in managed memory, aligned as it happens.
        Agree.Assert(expected, Train(whole, Ahead(), null, null), 1e-12, "weights");
        foreach (int after in new[] { 1, 3, 6 })
        {
            using TemporaryFolder folder = new();
            using CancellationTokenSource stop = new();
            Train(folder, Ahead(), (after, stop), null);
            Agree.Assert(expected, Train(folder, Ahead(), null, Checkpoint.Newest(folder.Path)), 1e-12, $"weights after {after}");
        }
    }

    [Fact]
    public void Run_that_breaks_or_reaches_its_steps_leaves_no_tensor_behind()
    {
        using TemporaryFolder folder = new();
        using Toy student = new(1, 4, seed: 2);
        BasicTrainer<ToyBatch> trainer = new(Toy.Training(folder), student.Adapted);
        trainer.Train(Toy.Source(), Toy.Options() with { Steps = 1 }); // gives the student its gradients
        LiveTensors.Unchanged(() =>
        {
            trainer.Train(Ahead(), Toy.Options() with { Steps = 2 });
            int seen = 0;
            Assert.Throws<InvalidOperationException>(() => trainer.Train(Ahead(), Toy.Options() with
            {
                Postprocessor = batch => ++seen == 3 ? throw new InvalidOperationException("broken") : batch,
            }));
        });
    }

    [Fact]
    public void Several_tasks_and_interleaved_sources_are_prefetched_where_one_of_them_can_be()
    {
        IBatchSource<int[]> ahead = Batches.From([.. Enumerable.Range(0, 40)], 3, batch => batch.ToArray(), batch => batch);
        IBatchSource<int[]> plain = Batches.From([.. Enumerable.Range(100, 30)], 4, batch => batch.ToArray());
        IBatchSource<int[]> mixed = Batches.Interleave(ahead, plain);
        Assert.True(mixed.Epoch(0).IsPrepared);
        Assert.False(Batches.Interleave(plain, plain).Epoch(0).IsPrepared);
        BatchEpoch<int[]> epoch = mixed.Epoch(1);
        Assert.Equal(Enumerable.Range(0, epoch.Count).Select(batch => Shown(epoch.Make(batch))), epoch.Select(Shown));

        TaskSampling<int[]> tasks = new(
            new Dictionary<string, IBatchSource<int[]>> { ["a"] = ahead, ["b"] = plain },
            place => place % 3 == 0 ? "a" : "b");
        BatchEpoch<TaskBatch<int[]>> drawn = tasks.Epoch(2);
        Assert.True(drawn.IsPrepared);
        Assert.Equal(
            Enumerable.Range(0, drawn.Count).Select(batch => Shown(drawn.Make(batch).Content.Batch)),
            drawn.Select(batch => Shown(batch.Content.Batch)));
    }

    private static string Shown(Batch<int[]> batch) => $"{string.Join(' ', batch.Content)}: {batch.Count}, {batch.Examples!.Count}";

    private static IBatchSource<ToyBatch> Ahead() =>
        Batches.From([.. Enumerable.Range(0, 12)], 3, batch => batch.ToArray(), ToyBatch.Of, seed: 5);

    private static double[] Train(
        TemporaryFolder folder,
        IBatchSource<ToyBatch> source,
        (int, CancellationTokenSource)? stop,
        string? resume)
    {
        using Toy student = new(1, 4, seed: 2, dropout: 0.1);
        TrainingOptions<ToyBatch> options = Toy.Options(epochs: 2, new ScalarLog { StopAfter = stop }) with { ResumeFrom = resume };
        new BasicTrainer<ToyBatch>(Toy.Training(folder), student.Adapted).Train(source, options, stop?.Item2.Token ?? default);
        return student.Weights();
    }

    private sealed class Arrays(int number) : IDisposable
    {
        internal int Number => number;

        internal int Freed { get; private set; }

        public void Dispose() => Freed++;
    }
}
