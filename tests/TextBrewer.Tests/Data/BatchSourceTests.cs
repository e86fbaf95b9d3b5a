using CsCheck;
using TextBrewer.Data;
using TextBrewer.Naming;

namespace TextBrewer.Tests.Data;

public sealed class BatchSourceTests
{
    private static readonly Gen<(int Examples, int BatchSize, int Seed, int Epoch)> Cases = Gen.Select(
        Gen.Int[1, 300],
        Gen.Int[1, 40],
        Gen.Int,
        Gen.Int[0, 9]);

    [Fact]
    public void Epoch_holds_every_example_once_in_batches_of_the_given_size() => Cases.Sample(c =>
    {
        int[][] batches = [.. Numbers(c.Examples, c.BatchSize, c.Seed).Epoch(c.Epoch)];
        Assert.Equal(Enumerable.Range(0, c.Examples), batches.SelectMany(b => b).Order());
        Assert.Equal((c.Examples + c.BatchSize - 1) / c.BatchSize, batches.Length);
        Assert.True(batches.All(b => b.Length <= c.BatchSize));
    });

    [Fact]
    public void Epoch_that_is_gone_on_with_yields_the_rest_of_the_same_batches() => Cases.Sample(c =>
    {
        IBatchSource<int[]> source = Batches.Interleave(
            Numbers(c.Examples, c.BatchSize, c.Seed),
            Numbers(2 * c.Examples, c.BatchSize, c.Seed + 1));
        int[][] whole = [.. source.Epoch(c.Epoch)];
        int skip = whole.Length / 3;
        Assert.Equal(whole.Skip(skip), source.Epoch(c.Epoch, skip));
    });

    [Fact]
    public void Epochs_of_a_shuffled_source_differ()
    {
        IBatchSource<int[]> source = Numbers(200, 10, seed: 0);
        Assert.NotEqual(source.Epoch(0).SelectMany(b => b), source.Epoch(1).SelectMany(b => b));
        Assert.NotEqual(source.Epoch(0).SelectMany(b => b), Numbers(200, 10, seed: 1).Epoch(0).SelectMany(b => b));
    }

    [Fact]
    public void Batches_by_length_hold_neighbours_in_length()
    {
        IBatchSource<int[]> source = Batches.From([.. Enumerable.Range(0, 400)], 10, batch => batch.ToArray(), seed: 3, length: i => i);
        // 400 examples are one bucket, so every batch holds ten neighbours.
        Assert.True(source.Epoch(0).All(b => b.Max() - b.Min() == 9));
    }

    [Fact]
    public void Interleaved_sources_keep_their_own_batches_and_are_mixed_evenly() => Cases.Sample(c =>
    {
        IBatchSource<int[]> first = Numbers(c.Examples, c.BatchSize, c.Seed), second = Batches.From(
            [.. Enumerable.Range(1000, 3 * c.Examples)],
            c.BatchSize,
            batch => batch.ToArray(),
            c.Seed);
        int[][] mixed = [.. Batches.Interleave(first, second).Epoch(c.Epoch)];
        Assert.Equal(first.Epoch(c.Epoch), mixed.Where(b => b[0] < 1000));
        Assert.Equal(second.Epoch(c.Epoch), mixed.Where(b => b[0] >= 1000));
        for (int place = 0; place <= mixed.Length; place++)
            Assert.InRange(
                mixed.Take(place).Count(b => b[0] >= 1000),
                ((double)place * second.Count / mixed.Length) - 1,
                (double)place * second.Count / mixed.Length);
    });

    [Fact]
    public void Interleave_of_own_and_made_batches_is_an_error() =>
        Assert.Throws<ConfigurationException>(() => Batches.Interleave(Numbers(10, 2, 0), Batches.Of<int[]>([[1]])));

    private static IBatchSource<int[]> Numbers(int count, int batchSize, int seed) =>
        Batches.From([.. Enumerable.Range(0, count)], batchSize, batch => batch.ToArray(), seed);
}
