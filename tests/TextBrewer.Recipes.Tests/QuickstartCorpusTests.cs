using TextBrewer.Recipes.Quickstart;

namespace TextBrewer.Recipes.Tests;

public sealed class QuickstartCorpusTests
{
    private static readonly QuickstartCorpus Corpus = new(seed: 0);

    [Fact]
    public void Corpus_of_a_seed_is_always_the_same_and_of_another_seed_another()
    {
        Assert.Equal(Corpus.Train, new QuickstartCorpus(seed: 0).Train);
        Assert.NotEqual(Corpus.Train, new QuickstartCorpus(seed: 1).Train);
    }

    [Fact]
    public void Sentence_stands_in_one_part_only()
    {
        string[] texts = [.. new[] { Corpus.Train, Corpus.Dev, Corpus.Test, Corpus.Unlabelled }.SelectMany(part => part)
            .Select(s => s.Text)];
        Assert.Equal(texts.Length, texts.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_class_is_in_every_part()
    {
        foreach (IReadOnlyList<QuickstartSentence> part in new[] { Corpus.Train, Corpus.Dev, Corpus.Test, Corpus.Unlabelled })
            Assert.Equal(
                QuickstartCorpus.Labels.Order(StringComparer.Ordinal),
                part.Select(s => s.Label).Distinct().Order(StringComparer.Ordinal));
    }
}
