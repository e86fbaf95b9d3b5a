using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Queueing;
using TextBrewer.Inference.Services;
using TextBrewer.Inference.Sessions;
using TextBrewer.Inference.Telemetry;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Tests.Telemetry;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Requests_batches_and_tokens_are_measured()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        // int8 runs texts one by one.
        await using ServiceProvider services = Services(o => (o.Folder, o.Precision) = (folder["onnx"], Precision.Float32));
        ITextClassifier classifier = services.GetRequiredService<ITextClassifier>();
        using MetricCollector<double> duration = Collector<double>(services, InferenceTelemetry.RequestDuration);
        using MetricCollector<int> batch = Collector<int>(services, InferenceTelemetry
            .BatchSize), queue = Collector<int>(services, InferenceTelemetry.QueueLength);
        using MetricCollector<long> tokens = Collector<long>(services, InferenceTelemetry
            .Tokens), failures = Collector<long>(services, InferenceTelemetry.Failures);
        await classifier.ClassifyAsync(["good", "good", "good"]);
        classifier.Classify("");

        Assert.Equal(2, duration.GetMeasurementSnapshot().Count);
        Assert.Equal([3, 1], batch.GetMeasurementSnapshot().Select(m => m.Value));
        Assert.Equal([3, -3], queue.GetMeasurementSnapshot().Select(m => m.Value));
        ITokenizer tokenizer = Tokenizers.FromFolder(folder["onnx"]);
        Assert.Equal(
            [3 * tokenizer.Encode("good").Ids.Length, tokenizer.Encode("").Ids.Length],
            tokens.GetMeasurementSnapshot().Select(m => m.Value));
        Assert.Empty(failures.GetMeasurementSnapshot());
        Assert.All(duration.GetMeasurementSnapshot(), m => Assert.Equal(
            [("textbrewer.model", "onnx"), ("textbrewer.task", "classification")],
            m.Tags.Select(tag => (tag.Key, (string)tag.Value!)).Order()));
        Assert.Equal("s", duration.Instrument!.Unit);
    }

    [Fact]
    public async Task Refusals_and_failures_are_counted_apart()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        await using ServiceProvider services = Services(o =>
        {
            o.Folder = folder["onnx"];
            o.Name = "small";
            o.Queue = new QueueOptions { Capacity = 1, MaxWait = TimeSpan.FromHours(1) };
        });
        ITextClassifier classifier = services.GetRequiredService<ITextClassifier>();
        using MetricCollector<double> duration = Collector<double>(services, InferenceTelemetry.RequestDuration);
        using MetricCollector<long> rejected = Collector<long>(services, InferenceTelemetry
            .Rejected), failures = Collector<long>(services, InferenceTelemetry.Failures);
        using CancellationTokenSource stop = new();
        Task<Classification> waiting = classifier.ClassifyAsync("good", cancellationToken: stop.Token);
        await Assert.ThrowsAsync<QueueFullException>(() => classifier.ClassifyAsync("bad"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("small", Assert.Single(rejected.GetMeasurementSnapshot()).Tags["textbrewer.model"]);
        Assert.Empty(failures.GetMeasurementSnapshot());

        await ((TextClassifier)classifier).DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => classifier.ClassifyAsync("bad"));
        Assert.Equal(typeof(ObjectDisposedException).FullName, Assert.Single(failures.GetMeasurementSnapshot()).Tags["error.type"]);
        Assert.Equal(
            [typeof(QueueFullException).FullName, typeof(TaskCanceledException).FullName, typeof(ObjectDisposedException).FullName],
            duration.GetMeasurementSnapshot().Select(m => m.Tags["error.type"]));
    }

    [Fact]
    public async Task Requests_are_activities_and_their_batch_is_linked_to_them()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        List<Activity> ended = [];
        TaskCompletionSource<Activity> batchEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == InferenceTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (ended) ended.Add(activity);
                if (activity.OperationName == "batch spanned") batchEnded.TrySetResult(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using ServiceProvider services = Services(o => (o.Folder, o.Name) = (folder["onnx"], "spanned"));
        using (Activity caller = new Activity("caller").Start())
        {
            await services.GetRequiredService<ITextClassifier>().ClassifyAsync(["good", "bad"]);
            Activity request = Assert.Single(ended, activity => activity.OperationName == "classification spanned");
            Assert.Equal(caller.SpanId, request.ParentSpanId);
            Assert.Equal(
                ("spanned", "classification", 2),
                (request.GetTagItem("textbrewer.model"), request.GetTagItem("textbrewer.task"), request.GetTagItem("textbrewer.texts")));
            Activity batch = await batchEnded.Task.WaitAsync(TimeSpan.FromMinutes(1)); // it ends after its answers are given
            Assert.Equal(request.SpanId, Assert.Single(batch.Links).Context.SpanId);
            Assert.Equal(default, batch.ParentSpanId);
        }
    }

    private static ServiceProvider Services(Action<TextModelOptions> configure) =>
        new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(new FakeTimeProvider()).AddTextClassifier(configure)
            .BuildServiceProvider();

    private static MetricCollector<T> Collector<T>(ServiceProvider services, string instrument) where T : struct =>
        new(services.GetRequiredService<IMeterFactory>(), InferenceTelemetry.MeterName, instrument);
}
