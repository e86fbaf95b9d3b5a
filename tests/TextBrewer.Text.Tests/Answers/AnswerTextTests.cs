using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;

namespace TextBrewer.Text.Tests.Answers;

/// <summary>What a program prints that prints an answer.</summary>
public sealed class AnswerTextTests
{
    [Fact]
    public void Label_is_printed_with_every_score() => Assert.Equal(
        "Classification { Label = good, Score = 0.5, Labels = [good], Scores = [bad: 0.5, good: 0.5], Truncated = False }",
        new Classification("good", 0.5f, ["good"], new Dictionary<string, float> { ["bad"] = 0.5f, ["good"] = 0.5f }, false).ToString());

    [Fact]
    public void Entities_are_printed_one_by_one() => Assert.Equal(
        "Tagging { Entities = [TextEntity { Type = LOC, Text = Paris, Start = 3, End = 8, Probability = 1 }], Truncated = True }",
        new Tagging([new TextEntity("LOC", "Paris", 3, 8, 1)], true).ToString());

    [Fact]
    public void Choice_is_printed_with_every_score() => Assert.Equal(
        "Choice { Index = 1, Text = so, Score = 0.75, Scores = [0.25, 0.75], Truncated = False }",
        new Choice(1, "so", 0.75f, [0.25f, 0.75f], false).ToString());

    [Fact]
    public void Answer_is_printed_with_the_number_of_candidates()
    {
        AnswerCandidate[] candidates = [new("Paris", 3, 8, 2, 0.5), new("in Paris", 0, 8, 1, 0.25)];
        Assert.Equal(
            "QuestionAnswer { Text = Paris, Start = 3, End = 8, Score = 0.5, Candidates = 2, Truncated = False }",
            QuestionAnswer.Of(candidates, truncated: false).ToString());
    }
}
