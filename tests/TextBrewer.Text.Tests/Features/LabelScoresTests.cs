using CsCheck;
using TextBrewer.Text.Features;

namespace TextBrewer.Text.Tests.Features;

public sealed class LabelScoresTests
{
    [Fact]
    public void One_of_several_labels_has_the_softmax_of_the_logits()
    {
        LabelScores scores = LabelScores.OneOf([0, MathF.Log(2), MathF.Log(5)]);
        Assert.Equal([0.125f, 0.25f, 0.625f], scores.Probabilities.Select(p => MathF.Round(p, 6)));
        Assert.Equal(2, scores.Best);
        Assert.Equal([2], scores.Given);
    }

    [Fact]
    public void Any_of_several_labels_has_a_sigmoid_of_its_own()
    {
        LabelScores scores = LabelScores.AnyOf([-1000, MathF.Log(3), 0, 1000]);
        Assert.Equal([0, 0.75f, 0.5f, 1], scores.Probabilities.Select(p => MathF.Round(p, 6)));
        Assert.Equal(3, scores.Best);
        Assert.Equal([1, 3], scores.Given);
    }

    [Fact]
    public void Probabilities_of_any_logits_sum_to_one_and_the_largest_logit_is_best() => Gen.Float[-500, 500].Array[1, 20].Sample(logits =>
    {
        LabelScores scores = LabelScores.OneOf(logits);
        Assert.Equal(1, scores.Probabilities.Sum(), 1e-4);
        // Logits that differ by less than a float can tell have the same probability.
        Assert.Equal(scores.Probabilities[Array.IndexOf(logits, logits.Max())], scores.Probabilities[scores.Best]);
    });

    // The float32 sigmoid of 1e-9 is one half, which is not above one half: predictor and metrics disagreed about such a label.
    [Theory]
    [InlineData(1e-9f, true)]
    [InlineData(float.Epsilon, true)]
    [InlineData(0f, false)]
    [InlineData(-1e-9f, false)]
    public void Label_whose_probability_rounds_to_one_half_is_given_by_its_logit(float logit, bool given)
    {
        LabelScores scores = LabelScores.AnyOf([logit, -5]);
        Assert.Equal(0.5f, scores.Probabilities[0]);
        Assert.Equal(given ? [0] : [], scores.Given);
        Assert.Equal(given, LabelScores.IsGiven(logit));
    }

    [Fact]
    public void Best_label_of_probabilities_that_round_alike_is_that_of_the_largest_logit()
    {
        Assert.Equal(1, LabelScores.OneOf([0f, 1e-9f]).Best);
        Assert.Equal(1, LabelScores.AnyOf([50f, 60f]).Best);
        Assert.Equal(0, LabelScores.BestOf([2f, 2f, 1f]));
        Assert.Equal(2, LabelScores.BestOf([float.NaN, 1f, 2f]));
    }
}
