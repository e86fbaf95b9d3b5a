using TextBrewer.Naming;
using TextBrewer.Schedules;

namespace TextBrewer.Tests.Schedules;

public sealed class ReplacementScheduleTests
{
    [Fact]
    public void Linear_grows_by_k_a_step_from_b_to_1_and_stays_there()
    {
        // The authors' example: k = 0.0006, b = 0.3.
        ReplacementSchedule linear = ReplacementSchedules.Names.Make(Named.Of("linear", 0.0006, 0.3));
        foreach ((long step, double expected) in ((long, double)[])[(0, 0.3), (1, 0.3006), (500, 0.6), (1000, 0.9), (1166, 0.9996)])
            Assert.Equal(expected, linear(step, 10), 1e-12);
        foreach (long step in (long[])[1167, 1168, 1_000_000]) Assert.Equal(1, linear(step, 10));
    }

    [Fact]
    public void Constant_is_the_same_throughout()
    {
        ReplacementSchedule constant = ReplacementSchedules.Names.Make(Named.Of("constant", 0.7));
        Assert.Equal([0.7, 0.7], new long[] { 0, 99 }.Select(step => constant(step, 100)));
    }

    [Theory]
    [InlineData("constant", "needs the argument 'p'")]
    [InlineData("constant", "above 0 and at most 1", 0.0)]
    [InlineData("constant", "above 0 and at most 1", 1.01)]
    [InlineData("linear", "needs the argument 'b'", 0.1)]
    [InlineData("linear", "The k of 'linear' is 0", 0.0, 0.5)]
    [InlineData("linear", "The k of 'linear' is -1", -1.0, 0.5)]
    [InlineData("linear", "The b of 'linear' is -0.1", 1.0, -0.1)]
    [InlineData("linear", "The b of 'linear' is 2", 1.0, 2.0)]
    [InlineData("liner", "Did you mean 'linear'")]
    public void Schedule_that_is_none_is_refused(string name, string says, params double[] arguments) => Assert.Contains(
        says,
        Assert.Throws<ConfigurationException>(() => ReplacementSchedules.Names.Make(Named.Of(name, arguments))).Message,
        StringComparison.Ordinal);
}
