using TextBrewer.Recipes.Evaluating;
using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Tests.Runs;

public sealed class DecisionAgreementTests
{
    [Fact]
    public void Defect_two_taggers_that_find_different_entities_agreed_on_nearly_every_word()
    {
        Entity here = new("PER", 0, 1), longer = new("PER", 0, 2), other = new("LOC", 0, 1), there = new("PER", 5, 6);
        // One sentence with the same entity and one of each alone, one where boundary and type differ, one with nothing.
        DecisionAgreement agreement = DecisionAgreement.Of([[here, there], [here], []], [[here], [longer, other], []]);
        Assert.Equal(new DecisionAgreement(1, 5), agreement);
        Assert.Equal(0.2, agreement.Share);
    }

    [Fact]
    public void Where_nobody_finds_anything_there_is_nothing_to_agree_on() =>
        Assert.Null(DecisionAgreement.Of((IReadOnlyList<Entity>[])[[], []], [[], []]).Share);

    [Fact]
    public void Decisions_are_compared_one_by_one_and_several_sets_are_counted_together() => Assert.Equal(
        new DecisionAgreement(3, 4),
        DecisionAgreement.Of(["a", "b"], ["a", "a"]).With(DecisionAgreement.Of(["a", "b"], ["a", "b"])));
}
