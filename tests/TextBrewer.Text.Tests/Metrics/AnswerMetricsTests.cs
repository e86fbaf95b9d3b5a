using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class AnswerMetricsTests
{
    [Theory]
    [InlineData("squad")]
    [InlineData("cmrc")]
    public void Score_of_golden_predictions_equals_the_official_script(string rules)
    {
        JsonElement[] cases = [.. Golden.Json($"metrics/{rules}.json").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            string prediction = golden.GetProperty("prediction").GetString()!;
            string[] answers = [.. golden.GetProperty("answers").EnumerateArray().Select(a => a.GetString()!)];
            (double exact, double f1) = rules == "squad" ? SquadMetrics.Score(prediction, answers) : CmrcMetrics.Score(prediction, answers);
            Agree.Assert(golden.GetProperty("exact_match").GetDouble(), exact, 1e-9, $"exact match of '{prediction}'");
            Agree.Assert(golden.GetProperty("f1").GetDouble(), f1, 1e-9, $"F1 of '{prediction}'");
        }
    }

    [Theory]
    [InlineData("The  Café, (a) theatre!", "café theatre", 1, 1)] // articles are whole words only
    [InlineData("the", "a", 1, 0)] // the script's own: both are empty, so equal, without a word in common
    [InlineData("2nd of two", "two of", 0, 0.8)]
    [InlineData("x x y", "x y y", 0, 2 / 3.0)] // each occurrence counts once
    public void Squad_score_follows_the_rules(string prediction, string answer, double exact, double f1)
    {
        (double ExactMatch, double F1) score = SquadMetrics.Score(prediction, [answer]);
        Assert.Equal(exact, score.ExactMatch);
        Assert.Equal(f1, score.F1, 1e-12);
    }

    [Theory]
    [InlineData("《北京》大学", "北京大学", 1, 1)]
    [InlineData("1998年May day", "1998年 may day", 0, 1)] // the space counts for equality only
    [InlineData("北京的大学", "北京大学", 0, 4 / 9.0)] // the longest run is two characters
    [InlineData("2.5米", "2.5 米", 0, 1)]
    public void Cmrc_score_follows_the_rules(string prediction, string answer, double exact, double f1)
    {
        (double ExactMatch, double F1) score = CmrcMetrics.Score(prediction, [answer]);
        Assert.Equal(exact, score.ExactMatch);
        Assert.Equal(f1, score.F1, 1e-12);
    }

    [Fact]
    public void Score_without_reference_answers_is_1_only_for_the_empty_prediction()
    {
        Assert.Equal((1, 1), SquadMetrics.Score("", []));
        Assert.Equal((0, 0), SquadMetrics.Score("something", []));
        Assert.Equal((1, 1), CmrcMetrics.Score("", []));
        Assert.Equal((0, 0), CmrcMetrics.Score("什么", []));
    }
}
