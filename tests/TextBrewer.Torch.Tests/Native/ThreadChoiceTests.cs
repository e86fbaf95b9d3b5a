using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Tests.Native;

public sealed class ThreadChoiceTests
{
    [Theory]
    [InlineData(null, null)] // the library's own: one for each core
    [InlineData(1.0, 1)]
    [InlineData(1.5, 2)]
    [InlineData(0.25, 1)]
    [InlineData(16.0, null)] // more than there are
    public void Quota_limits_the_count(double? quota, int? expected) =>
        Assert.Equal(expected, ThreadChoice.Decide(_ => null, 8, quota).Count);

    [Fact]
    public void Variable_of_our_own_goes_before_the_quota_and_before_openmps()
    {
        ThreadChoice choice = Decide(quota: 2, (ThreadChoice.Variable, "3"), (ThreadChoice.OpenMpCount, "5"));
        Assert.Equal((3, ThreadChoice.Variable), (choice.Count, choice.CountFrom));
    }

    [Fact]
    public void Count_that_the_user_has_set_for_openmp_stays()
    {
        ThreadChoice choice = Decide(quota: 2, (ThreadChoice.OpenMpCount, "5"));
        Assert.Equal((null, ThreadChoice.OpenMpCount), (choice.Count, choice.CountFrom));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("two")]
    [InlineData("1.5")]
    public void What_is_no_number_of_threads_is_refused(string value)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Decide(quota: null, (ThreadChoice.Variable, value)));
        Assert.StartsWith($"TEXTBREWER_THREADS is '{value}': give", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ThreadChoice.OpenMpPolicy, "active")]
    [InlineData(ThreadChoice.OpenMpSpins, "1000")]
    public void Way_of_waiting_that_the_user_has_set_stays(string name, string value)
    {
        ThreadChoice choice = Decide(quota: 1.5, (name, value));
        Assert.Equal((ThreadWaiting.AsSet, name), (choice.Waiting, choice.WaitingFrom));
    }

    [Theory]
    [InlineData(null, ThreadWaiting.Watched)]
    [InlineData(2.0, ThreadWaiting.Watched)] // two threads, two processors
    [InlineData(1.5, ThreadWaiting.Asleep)] // two threads would share one and a half
    internal void Threads_that_share_a_quota_sleep(double? quota, ThreadWaiting expected) =>
        Assert.Equal(expected, Decide(quota).Waiting);

    [Theory]
    [InlineData("4", 8, 8, null, 2)] // not bound: they share the eight
    [InlineData("4", 2, 8, null, null)] // bound to two each: the library's own choice
    [InlineData("4", 4, 8, null, 2)] // two and two bound to the same four
    [InlineData("16", 8, 8, null, 1)] // more processes than processors
    [InlineData("4", 8, null, null, 2)] // nothing is known of the launcher
    [InlineData("4", 8, 8, 4.0, 1)] // a quota of the container, which all share
    [InlineData("1", 8, 8, null, null)]
    public void Processes_of_one_run_share_the_processors_of_their_host(string local, int own, int? host, double? quota, int? expected)
    {
        (string Name, string Value)[] variables =
            [("OMPI_COMM_WORLD_SIZE", "16"), ("OMPI_COMM_WORLD_RANK", "3"), ("OMPI_COMM_WORLD_LOCAL_SIZE", local)];
        ThreadChoice choice =
            ThreadChoice.Decide(name => Array.Find(variables, variable => variable.Name == name).Value, own, quota, watches: true, host);
        Assert.Equal(expected, choice.Count);
    }

    private static ThreadChoice Decide(double? quota, params (string Name, string Value)[] variables) =>
        ThreadChoice.Decide(name => Array.Find(variables, variable => variable.Name == name).Value, 8, quota);
}
