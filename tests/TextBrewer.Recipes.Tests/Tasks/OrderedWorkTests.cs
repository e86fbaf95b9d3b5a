using CsCheck;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>Work on several threads.</summary>
public sealed class OrderedWorkTests
{
    [Fact]
    public void Results_are_those_of_one_thread_in_their_order() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 5]).Sample((count, threads) => Assert.Equal(
            Enumerable.Range(0, count).Select(i => i * 3),
            OrderedWork.Select(Enumerable.Range(0, count), i => i * 3, threads)), iter: 100);

    [Fact]
    public void Several_threads_work_at_once_and_hold_little()
    {
        using Barrier together = new(2);
        int read = 0, worst = 0, taken = 0;
        foreach (int _ in OrderedWork.Select(Items(), i => i % 128 == 0 && i < 256 && !together.SignalAndWait(10_000) ? -1 : i, threads: 2))
            worst = Math.Max(worst, read - ++taken);
        Assert.Equal(10_000, taken);
        Assert.InRange(worst, 8 * 128, 9 * 128);

        IEnumerable<int> Items()
        {
            for (; read < 10_000; read++) yield return read;
        }
    }

    [Fact]
    public void Fault_comes_with_its_own_type_and_nothing_works_on_when_it_has_come()
    {
        int working = 0;
        InvalidDataException fault = Assert.Throws<InvalidDataException>(() => OrderedWork.Select(Enumerable.Range(0, 5000), i =>
        {
            Interlocked.Increment(ref working);
            try
            {
                return i is 700 or 2000 ? throw new InvalidDataException($"line {i}") : i;
            }
            finally
            {
                Interlocked.Decrement(ref working);
            }
        }, threads: 3).Count());
        Assert.Equal("line 700", fault.Message);
        Assert.Equal(0, working);
    }
}
