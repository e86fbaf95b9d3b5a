using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>The collective of threads keeps every promise, says what is wrong with what uses it, and never waits for ever.</summary>
public sealed class ThreadCollectiveTests
{
    public static TheoryData<string, int> Promises { get; } =
        new(from name in CollectiveScenarios.Names from size in new[] { 1, 2, 3, 4 } select (name, size));

    [Theory]
    [MemberData(nameof(Promises))]
    public void Collective_of_threads_keeps_its_promises(string name, int size) =>
        ThreadCollective.Run(size, collective => CollectiveScenarios.Run(name, collective));

    [Fact]
    public void Failure_of_one_thread_is_thrown_and_ends_the_others() =>
        Assert.Throws<InvalidDataException>(() => ThreadCollective.Run(3, collective =>
        {
            if (collective.Rank == 1) throw new InvalidDataException();
            collective.Barrier();
        }));

    [Fact]
    public void Call_that_one_thread_never_makes_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => ThreadCollective.Run(2, collective =>
        {
            if (collective.Rank == 0) collective.Barrier();
        }));

    [Fact]
    public void Sizes_that_differ_are_an_error() =>
        Assert.Throws<InvalidOperationException>(() =>
            ThreadCollective.Run(2, collective => collective.AllReduce(new double[collective.Rank + 1], ReduceOperation.Max)));
}
