using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Inference.Sessions;
using TextBrewer.Testing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Tests.Pipelines;

public sealed class ThreadTests
{
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    public async Task Many_threads_get_the_answers_of_one(Precision precision)
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        using TextClassifier classifier = new(new TextModelOptions { Folder = folder["onnx"], Precision = precision });
        string[] texts = OddTexts.Many(200);
        Classification[] serial = [.. texts.Select(text => classifier.Classify(text))];
        Classification[][] parallel = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => texts.Select(text => classifier.Classify(text)).ToArray())));
        Assert.All(parallel, answers => Assert.Equal(serial.Select(a => (a.Label, a.Score)), answers.Select(a => (a.Label, a.Score))));
    }

    [Fact]
    public async Task Many_callers_of_the_queue_get_their_own_answers()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-token");
        await using TokenTagger tagger = new(new TextModelOptions
        {
            Folder = folder["onnx"],
            Precision = Precision.Float32,
            Queue = new() { Capacity = 1_000_000 }, // all come at once, long texts in many parts
        });
        string[] texts = OddTexts.Many(400);
        Tagging[] serial = [.. texts.Select(text => tagger.Tag(text))];
        Tagging[] queued = await Task.WhenAll(texts.Select(text => Task.Run(() => tagger.TagAsync(text))));
        Assert.All(serial.Zip(queued), pair => Assert.Equal(
            pair.First.Entities.Select(e => (e.Type, e.Start, e.End)),
            pair.Second.Entities.Select(e => (e.Type, e.Start, e.End))));
        Assert.Equal(serial.Select(a => a.Truncated), queued.Select(a => a.Truncated));
    }

    [Fact]
    public void Batch_gives_the_answers_of_single_texts_whatever_fits_into_it()
    {
        using TemporaryFolder folder = GoldenFolder.Of("roberta-sequence");
        TextInput[] texts = [.. OddTexts.Many(100).Select(text => (TextInput)text)];
        using TextClassifier one = new(new TextModelOptions { Folder = folder["onnx"], Precision = Precision.Float32, MaxBatchTokens = 1 });
        using TextClassifier many = new(new TextModelOptions { Folder = folder["onnx"], Precision = Precision.Float32 });
        Assert.All(
            one.Classify(texts).Zip(many.Classify(texts)),
            pair => Assert.All(pair.First.Scores, score => Assert.Equal(score.Value, pair.Second.Scores[score.Key], 1e-5f)));
        Assert.Empty(many.Classify([]));
    }

    [Fact]
    public async Task Answer_in_int8_is_the_same_whatever_the_text_stands_beside()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        await using TextClassifier classifier = new(new TextModelOptions { Folder = folder["onnx"], Precision = Precision.Int8 });
        TextInput[] texts = [.. OddTexts.Many(100).Select(text => (TextInput)text)];
        float[] alone = [.. texts.Select(text => classifier.Classify(text.Text).Score)];
        Assert.Equal(alone, classifier.Classify(texts).Select(answer => answer.Score));
        Assert.Equal(alone, (await classifier.ClassifyAsync(texts)).Select(answer => answer.Score));
    }

    [Fact]
    public async Task Disposing_waits_for_those_who_are_being_answered()
    {
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        TextClassifier classifier = new(folder["onnx"]);
        Task<Classification>[] asked = [.. Enumerable.Range(0, 50).Select(_ => classifier.ClassifyAsync("a good film"))];
        Classification expected = classifier.Classify("a good film");
        await classifier.DisposeAsync();
        Classification[] answers = await Task.WhenAll(asked).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.All(answers, answer => Assert.Equal((expected.Label, expected.Score), (answer.Label, answer.Score)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => classifier.ClassifyAsync("a good film"));
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify("a good film"));
        classifier.Dispose();
    }
}
