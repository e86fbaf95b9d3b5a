using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class MetricSetTests
{
    [Theory]
    [InlineData("f1", MetricScale.Percent, "f1", "exact_match")]
    [InlineData("exact_match", MetricScale.Percent, "f1", "exact_match")]
    [InlineData("f1", MetricScale.Fraction, "f1", "precision", "recall", "accuracy")]
    [InlineData("f1", MetricScale.Fraction, "f1")]
    [InlineData("matthews", MetricScale.Number, "accuracy", "f1", "f1_micro", "precision", "recall", "matthews")]
    [InlineData("mse", MetricScale.Number, "pearson", "spearman", "mse")]
    [InlineData("perplexity", MetricScale.Perplexity, "perplexity", "accuracy")]
    [InlineData("bleu", MetricScale.Fraction, "bleu", "f1")]
    public void Metric_has_the_scale_of_the_set_that_it_stands_in(string name, MetricScale scale, params string[] names) =>
        Assert.Equal(scale, MetricSet.Of(names)[name].Scale);

    [Theory]
    [InlineData(new[] { "f1", "exact_match" }, new[] { "f1", "exact_match" })]
    [InlineData(new[] { "f1_micro", "f1", "f1_samples", "accuracy", "hamming" }, new[] { "f1_micro" })]
    [InlineData(new[] { "pearson", "spearman", "mse" }, new[] { "pearson" })]
    public void First_metric_is_the_one_to_judge_by_and_of_answers_both_are_shown(string[] names, string[] shown)
    {
        MetricSet set = MetricSet.Of(names);
        Assert.Equal(shown, set.Main.Select(metric => metric.Name));
        Assert.Equal(names[0], set.Judged.Name);
    }

    [Fact]
    public void Share_is_a_fraction_of_one_whatever_the_scale()
    {
        Dictionary<string, double> answers = new() { ["f1"] = 66.5, ["exact_match"] = 50 }, tags = new() { ["f1"] = 0.665 };
        Assert.Equal(0.665, MetricSet.Of(answers.Keys).Share(answers), 1e-12);
        Assert.Equal(0.665, MetricSet.Of(tags.Keys).Share(tags), 1e-12);
        Assert.Equal(66.5, MetricSet.Of(answers.Keys)["f1"].Shown(66.5), 1e-12);
        Assert.Equal(66.5, MetricSet.Of(tags.Keys)["f1"].Shown(0.665), 1e-12);
    }

    // The mean probability of a right word: more of it is better, as of every share.
    [Fact]
    public void Share_of_a_perplexity_is_its_inverse()
    {
        Dictionary<string, double> words = new() { ["perplexity"] = 8, ["accuracy"] = 0.5 };
        MetricSet set = MetricSet.Of(words.Keys);
        Assert.Equal(0.125, set.Share(words), 1e-12);
        Assert.Equal(8, set.Judged.Shown(8), 1e-12);
        Assert.Equal((true, false, "1 / perplexity"), (set.Judged.LowerIsBetter, set.Judged.IsShare, set.Judged.FractionTitle));
        Assert.False(set["accuracy"].LowerIsBetter);
    }
}
