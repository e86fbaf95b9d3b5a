using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class CrowdingTests
{
    // Two processors, one second after the other: what others keep busy, and what is free.
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.3, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(1, 1.2, false)]
    public void Is_crowded_where_others_are_busy_and_no_processor_is_free(double others, double free, bool expected)
    {
        Crowding crowding = new(default);
        Assert.Equal(expected, crowding.Next(new MachineTime(Busy: 2 - free, Own: 2 - free - others, free), seconds: 1));
    }

    [Fact]
    public void Little_changes_between_the_limits()
    {
        Crowding crowding = new(default);
        List<bool> seen = [];
        MachineTime sum = default;
        foreach (double others in new[] { 0.3, 0.5, 0.3, 0.1, 0.3 })
        {
            sum = new MachineTime(sum.Busy + 2, sum.Own + 2 - others, 0);
            seen.Add(crowding.Next(sum, seconds: 1));
        }
        Assert.Equal([false, true, true, false, false], seen);
    }

    [Fact]
    public void Line_of_all_processors_is_read() => Assert.Equal(
        (Busy: 1.6, Idle: 9.2),
        LoadMeter.Parse("cpu  100 10 20 900 20 5 5 20 7 7\ncpu0 1 2 3 4\n"u8));
}
