using TextBrewer.Reports.Results;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Tasks.Tagging;

/// <summary>Sentences with a tag for each word, measured by the entities that the tags make.</summary>
internal sealed class TaggingData(IReadOnlyList<TaggedText> texts, IReadOnlyList<string> labels) : TaskData([.. texts.Select(t => t.Input)])
{
    private const string Accuracy = "accuracy";

    private readonly TagNames _names = new(labels);

    /// <summary>The tags of each sentence's words; a word that was cut off has none.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Tags(IReadOnlyList<float[][]> outputs) =>
        [.. texts.Select((text, i) => (IReadOnlyList<string>)[.. text.Places
            .Select(place => place < 0 ? TagNames.Outside : labels[Best(outputs[i][0], place)])])];

    internal override TaskData Sample(int most) => new TaggingData(Spread.Of(texts, most), labels);

    internal override TaskScore Score(IReadOnlyList<float[][]> outputs)
    {
        IReadOnlyList<IReadOnlyList<string>> predicted = Tags(outputs);
        int[] labelled = [.. Enumerable.Range(0, texts.Count).Where(i => texts[i].Tags is not null)];
        if (!_names.AreEntities) return Words(labelled, predicted);
        EntityMetrics metrics = new([.. labelled.Select(i => texts[i].Tags!)], [.. labelled.Select(i => predicted[i])]);
        long right = labelled.Sum(i => Entities.Of(texts[i].Tags!).Intersect(Entities.Of(predicted[i])).LongCount());
        return new TaskScore(Named(metrics), right, metrics.Support);
    }

    /// <summary>Sentences are what could have been others: words and entities of one stand together.</summary>
    internal override CountedExamples Counted(IReadOnlyList<float[][]> outputs)
    {
        IReadOnlyList<IReadOnlyList<string>> predicted = Tags(outputs);
        SentenceEntities[] sentences = [.. texts.Zip(predicted).Where(pair => pair.First.Tags is not null)
            .Select(pair => new SentenceEntities(pair.First.Tags!, pair.Second))];
        return new(sentences.Length, times =>
        {
            EntityMetrics metrics = new(sentences, times);
            return _names.AreEntities ? Named(metrics) : new() { [Accuracy] = metrics.Accuracy };
        });
    }

    private static Dictionary<string, double> Named(EntityMetrics metrics) => new()
    {
        ["f1"] = metrics.F1,
        ["precision"] = metrics.Precision,
        ["recall"] = metrics.Recall,
        [Accuracy] = metrics.Accuracy,
    };

    /// <summary>Parts of speech and the like make no entities: each word counts.</summary>
    private TaskScore Words(int[] labelled, IReadOnlyList<IReadOnlyList<string>> predicted)
    {
        (string Expected, string Predicted)[] pairs = [.. labelled.SelectMany(i => texts[i].Tags!.Zip(predicted[i]))];
        long right = pairs.LongCount(pair => pair.Expected == pair.Predicted);
        return new TaskScore(
            new Dictionary<string, double> { [Accuracy] = pairs.Length == 0 ? 0 : (double)right / pairs.Length },
            right,
            pairs.Length);
    }

    internal override IReadOnlyList<string> Decisions(IReadOnlyList<float[][]> outputs) => [.. Tags(outputs).SelectMany(tags => tags)];

    internal override string Decided => _names.AreEntities ? "entities" : "words";

    internal override IReadOnlyList<IReadOnlyList<Entity>>? Found(IReadOnlyList<float[][]> outputs) =>
        _names.AreEntities ? [.. Tags(outputs).Select(Entities.Of)] : null;

    internal override IReadOnlyList<ReadableExample> Examples =>
        [.. texts.Select(text => new ReadableExample { Words = text.Words, Gold = text.Tags is null ? null : Answer.Of(text.Tags) })];

    internal override IReadOnlyList<PredictionRecord> Records(IReadOnlyList<float[][]> outputs)
    {
        IReadOnlyList<IReadOnlyList<string>> predicted = Tags(outputs);
        return [.. texts.Select((text, i) =>
        {
            double[] sure = [.. text.Places
                .Select(place => place < 0 ? 1 : LabelScores.OneOf(Own(outputs[i][0], place)).Probabilities.Max())];
            return new PredictionRecord(Answer.Of(predicted[i])) {
                Confidence = sure.DefaultIfEmpty(1).Min(),
                Confidences = sure,
                Right = text.Tags?.SequenceEqual(predicted[i]) };
        })];
    }

    private ReadOnlySpan<float> Own(float[] logits, int token) => logits.AsSpan(token * labels.Count, labels.Count);

    private int Best(float[] logits, int token) => LabelScores.BestOf(Own(logits, token));
}
