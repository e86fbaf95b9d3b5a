using Microsoft.Extensions.Time.Testing;
using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Queueing;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Tests.Pipelines;

/// <summary>Texts of any length: refused, or read as far as the model goes; never for a caller who has left.</summary>
public sealed class LongTextTests
{
    private const int Most = 20;

    private static readonly string Long = new('a', Most + 1), Short = new('a', Most);

    [Fact]
    public async Task Text_that_is_too_long_is_refused_wherever_it_stands()
    {
        using TemporaryFolder labels = GoldenFolder.Of("bert-sequence"), numbers = GoldenFolder.Of("bert-regression");
        using TemporaryFolder tags = GoldenFolder.Of("bert-token"), answers = GoldenFolder.Of("bert-qa");
        using TemporaryFolder choices = GoldenFolder.Of("bert-choice");
        using TextClassifier classifier = new(Limited(labels));
        using TextRegressor regressor = new(Limited(numbers));
        using TokenTagger tagger = new(Limited(tags));
        using QuestionAnswerer answerer = new(Limited(answers));
        using MultipleChoiceAnswerer chooser = new(Limited(choices));
        classifier.Classify(Short, Short);
        string message = Assert.Throws<TextTooLongException>(() => classifier.Classify(Long)).Message;
        Assert.Equal("A text has 21 characters, and 20 are allowed: shorten it, or raise MaxTextLength.", message);
        Assert.Throws<TextTooLongException>(() => classifier.Classify(Short, Long));
        Assert.Throws<TextTooLongException>(() => classifier.Classify([new TextInput(Short), new TextInput(Long)]));
        await Assert.ThrowsAsync<TextTooLongException>(() => classifier.ClassifyAsync(Long));
        await Assert.ThrowsAsync<TextTooLongException>(() => classifier.ClassifyAsync([new TextInput(Long)]));
        Assert.Throws<TextTooLongException>(() => regressor.Predict(Short, Long));
        Assert.Throws<TextTooLongException>(() => tagger.Tag(Long));
        Assert.Throws<TextTooLongException>(() => answerer.Answer(Short, Long));
        Assert.Throws<TextTooLongException>(() => answerer.Answer(Long, Short));
        Assert.Throws<TextTooLongException>(() => chooser.Choose(Short, [Short, Long]));
        Assert.Throws<TextTooLongException>(() => chooser.Choose(Long, [Short, Short]));

        static TextModelOptions Limited(TemporaryFolder folder) => new() { Folder = folder["onnx"], MaxTextLength = Most };
    }

    // 28 MB took 27 seconds and 1.2 GB.
    [Fact]
    public void Endless_text_takes_the_memory_of_a_short_one()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using TextClassifier classifier = new(new TextModelOptions { Folder = folder["onnx"], MaxTextLength = int.MaxValue });
        string endless = string.Concat(Enumerable.Repeat("a good film ", 2_000_000));
        Classification expected = classifier.Classify(endless[..1200]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Classification answer = classifier.Classify(endless);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal((expected.Score, true), (answer.Score, answer.Truncated));
    }

    [Fact]
    public async Task Caller_who_has_left_has_nothing_read()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using TextClassifier classifier = new(folder["onnx"]);
        CancellationToken left = new(canceled: true);
        Assert.Throws<OperationCanceledException>(() => classifier.Classify(Short, cancellationToken: left));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => classifier.ClassifyAsync(Short, cancellationToken: left));
    }

    [Fact]
    public async Task Texts_are_not_read_where_the_queue_is_full()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        FakeTimeProvider clock = new();
        TextModelOptions options = new()
        {
            Folder = folder["onnx"],
            MaxTextLength = Most,
            Queue = new QueueOptions { Capacity = 1, MaxWait = TimeSpan.FromHours(1) },
        };
        TextClassifier classifier = new(options, new Clocked(clock));
        Task<Classification> waiting = classifier.ClassifyAsync(Short);
        // Reading it would say that it is too long.
        await Assert.ThrowsAsync<QueueFullException>(() => classifier.ClassifyAsync(Long));
        await classifier.DisposeAsync();
        await waiting;
    }

    private sealed class Clocked(TimeProvider clock) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) ? clock : null;
    }
}
