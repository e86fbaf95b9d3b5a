using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;

namespace TextBrewer.ServiceBench;

/// <summary>
/// Many callers ask many requests, each of which must get its own answer; one in a hundred leaves before it comes. Memory and handles of
/// the service are looked at on the way.
/// </summary>
internal sealed class Soak(RunningService service, int requests, int callers, int samples = 50)
{
    private const int Leaving = 100;

    private readonly ConcurrentQueue<string> _lost = [];
    private readonly List<SoakSample> _samples = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private string[] _expected = [];
    private int _next, _ended, _answered, _left;

    internal async Task<SoakResult> Run(Action<SoakSample> tell)
    {
        _expected = [.. await Task.WhenAll(Bodies.Select(body => Ask(body, CancellationToken.None)))];
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => Caller(tell))));
        return new SoakResult(_answered, _left, [.. _lost], _samples);
    }

    // One text and several, short and long; the answers differ.
    private static IReadOnlyList<object> Bodies { get; } =
        [.. LoadTest.Texts.Select(text => new { text }), new { texts = LoadTest.Texts }, new { texts = LoadTest.Texts.Reverse() }];

    private async Task Caller(Action<SoakSample> tell)
    {
        for (int i; (i = Interlocked.Increment(ref _next)) <= requests;)
        {
            await (i % Leaving == 0 ? Leave(i) : Stay(i));
            int ended = Interlocked.Increment(ref _ended);
            if ((long)ended * samples / requests > (long)(ended - 1) * samples / requests) Look(ended, tell);
        }
    }

    private async Task Stay(int request)
    {
        int which = request % Bodies.Count;
        try
        {
            string answer = await Ask(Bodies[which], CancellationToken.None);
            if (answer == _expected[which]) Interlocked.Increment(ref _answered);
            else _lost.Enqueue($"request {request}: {answer}");
        }
        catch (HttpRequestException problem)
        {
            _lost.Enqueue($"request {request}: {problem.Message}");
        }
    }

    private async Task Leave(int request)
    {
        using CancellationTokenSource gone = new();
        Task<string> asked = Ask(Bodies[request % Bodies.Count], gone.Token);
        await Task.Yield();
        await gone.CancelAsync();
        try
        {
            await asked;
        }
        catch (OperationCanceledException)
        {
            // That is what it is about.
        }
        Interlocked.Increment(ref _left);
    }

    private async Task<string> Ask(object body, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await service.Client.PostAsJsonAsync("/classify", body, cancellationToken);
        string answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? answer : $"{(int)response.StatusCode} {answer}";
    }

    private void Look(int ended, Action<SoakSample> tell)
    {
        lock (_samples)
        {
            service.Process.Refresh();
            _samples.Add(new SoakSample(
                ended,
                Stopwatch.GetElapsedTime(_start).TotalSeconds,
                service.Process.WorkingSet64,
                service.Process.HandleCount));
            tell(_samples[^1]);
        }
    }
}
