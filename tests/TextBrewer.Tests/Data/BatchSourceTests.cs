using CsCheck;
using TextBrewer.Data;

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
        int[][] batches = Epoch(Numbers(c.Examples, c.BatchSize, c.Seed), c.Epoch);
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
        int[][] whole = Epoch(source, c.Epoch);
        int skip = whole.Length / 3;
        long examples = whole.Take(skip).Sum(batch => batch.Length);
        Assert.Equal(whole.Skip(skip), source.Epoch(c.Epoch).From(examples).Select(batch => batch.Content));
        Assert.Empty(source.Epoch(c.Epoch).From(3 * c.Examples));
    });

    [Fact]
    public void Epochs_of_a_shuffled_source_differ()
    {
        IBatchSource<int[]> source = Numbers(200, 10, seed: 0);
        Assert.NotEqual(Epoch(source, 0).SelectMany(b => b), Epoch(source, 1).SelectMany(b => b));
        Assert.NotEqual(Epoch(source, 0).SelectMany(b => b), Epoch(Numbers(200, 10, seed: 1), 0).SelectMany(b => b));
    }

    [Fact]
    public void Batches_by_length_hold_neighbours_in_length()
    {
        IBatchSource<int[]> source = Batches.From([.. Enumerable.Range(0, 400)], 10, batch => batch.ToArray(), seed: 3, length: i => i);
        // 400 examples are one bucket, so every batch holds ten neighbours.
        Assert.True(Epoch(source, 0).All(b => b.Max() - b.Min() == 9));
    }

    [Fact]
    public void Drawn_examples_stand_in_the_batches_of_their_examples_and_have_keys_of_their_epoch() => Cases.Sample(c =>
    {
        IReadOnlyList<int> examples = [.. Enumerable.Range(0, c.Examples)];
        IBatchSource<string[]> drawn = Batches.From(
            examples,
            c.BatchSize,
            batch => batch.ToArray(),
            batch => Array.ConvertAll(batch, i => $"{i}"),
            c.Seed,
            draw: (example, epoch, place) => example + (1000 * epoch) + (100_000 * (place - example)));
        Batch<string[]>[] batches = [.. drawn.Epoch(c.Epoch)];
        Assert.Equal(
            Epoch(Numbers(c.Examples, c.BatchSize, c.Seed), c.Epoch).Select(b => Array.ConvertAll(b, i => $"{i + (1000 * c.Epoch)}")),
            batches.Select(b => b.Content));
        Assert.Equal(c.Examples, batches.Concat(drawn.Epoch(c.Epoch + 1)).SelectMany(b => b.Examples!).Distinct().Count() / 2);
    });

    [Fact]
    public void Interleaved_sources_keep_their_own_batches_and_are_mixed_evenly() => Cases.Sample(c =>
    {
        IBatchSource<int[]> first = Numbers(c.Examples, c.BatchSize, c.Seed), second = Batches.From(
            [.. Enumerable.Range(1000, 3 * c.Examples)],
            c.BatchSize,
            batch => batch.ToArray(),
            c.Seed);
        int[][] mixed = Epoch(Batches.Interleave(first, second), c.Epoch);
        Assert.Equal(Epoch(first, c.Epoch), mixed.Where(b => b[0] < 1000));
        Assert.Equal(Epoch(second, c.Epoch), mixed.Where(b => b[0] >= 1000));
        for (int place = 0; place <= mixed.Length; place++)
            Assert.InRange(
                mixed.Take(place).Count(b => b[0] >= 1000),
                ((double)place * second.Epoch(0).Count / mixed.Length) - 1,
                (double)place * second.Epoch(0).Count / mixed.Length);
    });

    [Fact]
    public void Interleaved_examples_have_keys_of_their_own()
    {
        IBatchSource<int[]> mixed = Batches.Interleave(
            Numbers(10, 3, seed: 0),
            Batches.Interleave(Numbers(20, 4, seed: 1), Numbers(5, 2, seed: 2)));
        UInt128[] keys = [.. mixed.Epoch(0).SelectMany(batch => batch.Examples!).Select(example => example.Key)];
        Assert.Equal(35, keys.Distinct().Count());
        Assert.Equal(keys.Order(), mixed.Epoch(4).SelectMany(batch => batch.Examples!).Select(example => example.Key).Order());
    }

    private static int[][] Epoch(IBatchSource<int[]> source, int epoch) => [.. source.Epoch(epoch).Select(batch => batch.Content)];

    private static IBatchSource<int[]> Numbers(int count, int batchSize, int seed) =>
        Batches.From([.. Enumerable.Range(0, count)], batchSize, batch => batch.ToArray(), seed);
}
