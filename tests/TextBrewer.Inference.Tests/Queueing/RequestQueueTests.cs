using Microsoft.Extensions.Time.Testing;
using TextBrewer.Inference.Queueing;
using TextBrewer.Inference.Telemetry;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Tests.Queueing;

/// <summary>The queue over a model that adds up tokens, and that a test can hold.</summary>
public sealed class RequestQueueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<int[]> _batches = [];
    private readonly WatchedClock _clock = new();
    private readonly ManualResetEventSlim _open = new(true);
    private readonly SemaphoreSlim _started = new(0);
    private bool _stopped;

    [Fact]
    public async Task Requests_that_come_during_a_run_are_the_next_batch()
    {
        await using RequestQueue queue = Queue(new QueueOptions());
        Task<float[][][]> first = await Hold(queue, 1);
        Task<float[][][]>[] others = [.. Enumerable.Range(2, 5).Select(id => queue.Run([Text(id)], default))];
        _open.Set();
        float[][][][] answers = await Task.WhenAll([first, .. others]).WaitAsync(Patience);
        Assert.Equal([1, 2, 3, 4, 5, 6], answers.Select(answer => answer[0][0][0]));
        Assert.Equal([[1], [2, 3, 4, 5, 6]], _batches);
    }

    [Fact]
    public async Task Batch_waits_for_others_as_long_as_it_may()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxWait = TimeSpan.FromSeconds(5) });
        Task<float[][][]> first = queue.Run([Text(1)], default);
        Assert.True(await _clock.Timers.WaitAsync(Patience), "Nothing waits for the time.");
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Task<float[][][]> second = queue.Run([Text(2)], default);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal([[1, 2]], _batches);
    }

    [Fact]
    public async Task Full_batch_does_not_wait()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxWait = TimeSpan.FromHours(1), MaxBatch = 3 });
        Task<float[][][]> one = queue.Run([Text(1)], default), two = queue.Run([Text(2), Text(3)], default);
        await Task.WhenAll(one, two).WaitAsync(Patience);
        Assert.Equal([[1, 2, 3]], _batches);
    }

    [Fact]
    public async Task Batch_takes_no_more_than_it_may()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxBatch = 4, MaxShare = 1 });
        Task<float[][][]> held = await Hold(queue, 1);
        Task<float[][][]>[] others = [queue.Run(Texts(2, 3), default), queue.Run(Texts(5, 2), default), queue.Run(Texts(7, 9), default)];
        _open.Set();
        float[][][][] answers = await Task.WhenAll([held, .. others]).WaitAsync(Patience);
        Assert.Equal([1, 4, 4, 4, 2], _batches.Select(batch => batch.Length));
        Assert.Equal(Enumerable.Range(1, 15).Select(id => (float)id), answers.SelectMany(answer => answer.Select(row => row[0][0])));
    }

    [Fact]
    public async Task Large_request_lets_small_ones_into_every_batch()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxBatch = 8 });
        Task<float[][][]> held = await Hold(queue, 1), large = queue.Run(Texts(100, 40), default);
        Task<float[][][]>[] small = [.. Enumerable.Range(2, 6).Select(id => queue.Run([Text(id)], default))];
        _open.Set();
        float[][][] answer = await large.WaitAsync(Patience);
        await Task.WhenAll([held, .. small]).WaitAsync(Patience);
        Assert.Equal([100, 101, 2, 3, 4, 5, 6, 7], _batches[1]); // a quarter, and everybody else
        Assert.Equal(Enumerable.Range(100, 40).Select(id => (float)id), answer.Select(row => row[0][0]));
        Assert.Equal([1, 8, 8, 8, 8, 8, 6], _batches.Select(batch => batch.Length)); // alone it has all of a batch
    }

    [Fact]
    public async Task Large_requests_take_turns()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxBatch = 4, MaxShare = 0.5 });
        Task<float[][][]> held = await Hold(queue, 1);
        Task<float[][][]>[] large = [.. new[] { 10, 20, 30 }.Select(id => queue.Run(Texts(id, 4), default))];
        _open.Set();
        await Task.WhenAll([held, .. large]).WaitAsync(Patience);
        Assert.Equal([[1], [10, 11, 20, 21], [30, 31, 12, 13], [22, 23, 32, 33]], _batches);
    }

    [Fact]
    public async Task Large_request_whose_caller_goes_takes_no_more_turns()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxBatch = 4, Capacity = 4 });
        using CancellationTokenSource stop = new();
        _open.Reset();
        Task<float[][][]> leaving = queue.Run(Texts(1, 400), stop.Token);
        Assert.True(await _started.WaitAsync(Patience));
        Task<float[][][]> staying = queue.Run([Text(900)], default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving).WaitAsync(Patience);
        _open.Set();
        await staying.WaitAsync(Patience);
        Assert.Equal([[1, 2, 3, 4], [900]], _batches);
        Assert.Equal(4, (await queue.Run(Texts(1, 4), default).WaitAsync(Patience)).Length); // its places are free
    }

    [Fact]
    public async Task Large_request_that_fails_in_one_batch_is_answered_once_and_leaves_the_others()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxBatch = 4, Capacity = 8 });
        Task<float[][][]> held = await Hold(queue, 1);
        TokenSequence[] texts = Texts(10, 12);
        texts[5] = Text(-1);
        Task<float[][][]> bad = queue.Run(texts, default), good = queue.Run(Texts(50, 3), default);
        _open.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad).WaitAsync(Patience);
        Assert.Equal([50, 51, 52], (await good.WaitAsync(Patience)).Select(row => row[0][0]));
        await held;
        Assert.DoesNotContain(_batches, batch => batch.Contains(21));
        // Every place is free again: two requests of the largest share and as many small ones as remain.
        held = await Hold(queue, 1);
        Task<float[][][]>[] all = [.. Enumerable.Range(2, 8).Select(id => queue.Run([Text(id)], default))];
        await Assert.ThrowsAsync<QueueFullException>(() => queue.Run([Text(99)], default));
        _open.Set();
        await Task.WhenAll([held, .. all]).WaitAsync(Patience);
    }

    [Fact]
    public async Task Full_queue_refuses_at_once_and_takes_again_when_there_is_room()
    {
        await using RequestQueue queue = Queue(new QueueOptions { Capacity = 2 });
        Task<float[][][]> running = await Hold(queue, 1);
        Task<float[][][]> one = queue.Run([Text(2)], default), two = queue.Run([Text(3)], default);
        string message = (await Assert.ThrowsAsync<QueueFullException>(() => queue.Run([Text(4)], default))).Message;
        Assert.Contains("2 sequences wait, 2 may", message, StringComparison.Ordinal);
        _open.Set();
        await Task.WhenAll(running, one, two).WaitAsync(Patience);
        Assert.Equal(4, (await queue.Run([Text(4)], default).WaitAsync(Patience))[0][0][0]);
    }

    [Fact]
    public async Task Request_holds_no_more_than_its_share_of_the_queue()
    {
        await using RequestQueue queue = Queue(new QueueOptions { Capacity = 4, MaxShare = 0.5 });
        Task<float[][][]> held = await Hold(queue, 1);
        Task<float[][][]>[] taken = [queue.Run(Texts(10, 100), default), queue.Run([Text(2)], default), queue.Run([Text(3)], default)];
        await Assert.ThrowsAsync<QueueFullException>(() => queue.Run([Text(4)], default));
        _open.Set();
        float[][][][] answers = await Task.WhenAll([held, .. taken]).WaitAsync(Patience);
        Assert.Equal([1, 100, 1, 1], answers.Select(answer => answer.Length));
    }

    [Fact]
    public async Task Texts_are_not_read_where_the_queue_is_full()
    {
        await using RequestQueue queue = Queue(new QueueOptions { Capacity = 2, MaxShare = 1 });
        Task<float[][][]> held = await Hold(queue, 1), waiting = queue.Run([Text(2)], default);
        await Assert.ThrowsAsync<QueueFullException>(
            () => queue.Run(2, () => throw new InvalidOperationException("The texts were read."), default));
        // One text has a place; its three windows have none, and leave it.
        await Assert.ThrowsAsync<QueueFullException>(() => queue.Run(1, () => Texts(3, 3), default));
        Assert.Equal("unreadable", (await Assert.ThrowsAsync<InvalidDataException>(
            () => queue.Run(1, () => throw new InvalidDataException("unreadable"), default))).Message);
        Task<float[][][]> last = queue.Run(1, () => Texts(9, 1), default);
        _open.Set();
        await Task.WhenAll(held, waiting, last).WaitAsync(Patience);
        Assert.Empty(await queue.Run(3, () => [], default).WaitAsync(Patience));
    }

    [Fact]
    public async Task Caller_who_goes_leaves_the_others_and_makes_room()
    {
        await using RequestQueue queue = Queue(new QueueOptions { Capacity = 2 });
        using CancellationTokenSource stop = new();
        Task<float[][][]> running = await Hold(queue, 1), leaving = queue.Run([Text(2)], stop.Token), staying = queue.Run(
            [Text(3)],
            default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving).WaitAsync(Patience);
        Task<float[][][]> late = queue.Run([Text(4)], default);
        _open.Set();
        await Task.WhenAll(running, staying, late).WaitAsync(Patience);
        Assert.Equal([[1], [3, 4]], _batches);
    }

    [Fact]
    public async Task Caller_who_goes_during_a_run_leaves_the_others_their_answers()
    {
        await using RequestQueue queue = Queue(new QueueOptions { MaxBatch = 2, MaxWait = TimeSpan.FromHours(1) });
        using CancellationTokenSource stop = new();
        _open.Reset();
        Task<float[][][]> leaving = queue.Run([Text(1)], stop.Token), staying = queue.Run([Text(2)], default);
        Assert.True(await _started.WaitAsync(Patience));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving).WaitAsync(Patience);
        _open.Set();
        Assert.Equal(2, (await staying.WaitAsync(Patience))[0][0][0]);
    }

    [Fact]
    public async Task Run_stops_when_all_its_callers_have_gone()
    {
        await using RequestQueue queue = Queue(new QueueOptions());
        using CancellationTokenSource stop = new();
        _open.Reset();
        Task<float[][][]> leaving = queue.Run([Text(1)], stop.Token);
        Assert.True(await _started.WaitAsync(Patience));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving).WaitAsync(Patience);
        // The gate is still shut: the worker is free again because its run was cancelled.
        Task<float[][][]> next = queue.Run([Text(2)], default);
        Assert.True(await _started.WaitAsync(Patience));
        Assert.True(_stopped);
        _open.Set();
        Assert.Equal(2, (await next.WaitAsync(Patience))[0][0][0]);
    }

    [Fact]
    public async Task Request_that_fails_fails_alone()
    {
        await using RequestQueue queue = Queue(new QueueOptions());
        Task<float[][][]> held = await Hold(queue, 1), good = queue.Run([Text(2)], default), bad = queue.Run(
            [Text(-1)],
            default), other = queue.Run([Text(3)], default);
        _open.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad).WaitAsync(Patience);
        Assert.Equal([1, 2, 3], (await Task.WhenAll(held, good, other).WaitAsync(Patience)).Select(answer => answer[0][0][0]));
    }

    [Fact]
    public async Task Disposed_queue_answers_those_who_wait_and_takes_nobody_else()
    {
        RequestQueue queue = Queue(new QueueOptions { MaxWait = TimeSpan.FromHours(1) });
        Task<float[][][]>[] waiting = [.. Enumerable.Range(1, 100).Select(id => queue.Run([Text(id)], default))];
        await queue.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(
            Enumerable.Range(1, 100).Select(id => (float)id),
            (await Task.WhenAll(waiting).WaitAsync(Patience)).Select(answer => answer[0][0][0]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.Run([Text(1)], default));
        queue.Dispose();
    }

    [Fact]
    public async Task Caller_who_has_gone_already_is_not_queued()
    {
        await using RequestQueue queue = Queue(new QueueOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.Run([Text(1)], new CancellationToken(canceled: true)));
        Assert.Empty(_batches);
    }

    public void Dispose()
    {
        _open.Dispose();
        _started.Dispose();
    }

    private RequestQueue Queue(QueueOptions options) => new(options, _clock, new ModelTelemetry("toy", "toy", null, _clock), Run);

    private static TokenSequence[] Texts(int from, int count) => [.. Enumerable.Range(from, count).Select(Text)];

    private static TokenSequence Text(int id) => new([id], [0]);

    /// <summary>A request whose run has begun and does not end before the gate opens.</summary>
    private async Task<Task<float[][][]>> Hold(RequestQueue queue, int id)
    {
        while (await _started.WaitAsync(TimeSpan.Zero)) continue; // runs that ended before
        _open.Reset();
        Task<float[][][]> held = queue.Run([Text(id)], default);
        Assert.True(await _started.WaitAsync(Patience));
        return held;
    }

    private float[][][] Run(TokenSequence[] sequences, CancellationToken cancellationToken)
    {
        _batches.Add([.. sequences.Select(sequence => sequence.Ids[0])]);
        _started.Release();
        using CancellationTokenRegistration stop = cancellationToken.Register(() => _stopped = true);
        // A test that fails ends too.
        if (!_open.Wait(Patience, cancellationToken)) throw new TimeoutException("The gate was never opened.");
        if (sequences.Any(sequence => sequence.Ids[0] < 0)) throw new InvalidOperationException("A token of no model.");
        return [.. sequences.Select(sequence => new float[][] { [sequence.Ids[0]] })];
    }

    /// <summary>A clock that says when somebody waits for a time.</summary>
    private sealed class WatchedClock : FakeTimeProvider
    {
        internal SemaphoreSlim Timers { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            Timers.Release();
            return timer;
        }
    }
}
