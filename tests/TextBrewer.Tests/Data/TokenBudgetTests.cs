using CsCheck;
using TextBrewer.Data;
using TextBrewer.Naming;

namespace TextBrewer.Tests.Data;

/// <summary>Batches that a budget of tokens bounds.</summary>
public sealed class TokenBudgetTests
{
    private static readonly Gen<(int[] Lengths, int BatchSize, int Above, int Seed, int Epoch)> Cases = Gen.Select(
        Gen.Int[1, 60].Array[1, 200],
        Gen.Int[1, 40],
        Gen.Int[0, 400],
        Gen.Int,
        Gen.Int[0, 9]);

    [Fact]
    public void Epoch_holds_every_example_once_and_no_batch_is_above_the_budget_or_the_size() => Cases.Sample(c =>
    {
        int budget = c.Lengths.Max() + c.Above;
        int[][] batches = Epoch(Source(c.Lengths, c.BatchSize, budget, c.Seed), c.Epoch);
        Assert.Equal(Enumerable.Range(0, c.Lengths.Length), batches.SelectMany(b => b).Order());
        Assert.All(batches, b => Assert.InRange(b.Length, 1, c.BatchSize));
        Assert.All(batches, b => Assert.InRange(b.Length * b.Max(i => c.Lengths[i]), 1, budget));
        Assert.Equal(batches.Length, Source(c.Lengths, c.BatchSize, budget, c.Seed).Epoch(c.Epoch).Count);
    });

    [Fact]
    public void Same_seed_and_epoch_give_the_same_batches_whatever_was_asked_before() => Cases.Sample(c =>
    {
        int budget = c.Lengths.Max() + c.Above;
        IBatchSource<int[]> asked = Source(c.Lengths, c.BatchSize, budget, c.Seed);
        for (int epoch = 9; epoch >= 0; epoch--) _ = Epoch(asked, epoch);
        Assert.Equal(Epoch(Source(c.Lengths, c.BatchSize, budget, c.Seed), c.Epoch), Epoch(asked, c.Epoch));
    });

    [Fact]
    public void Epoch_that_is_gone_on_with_yields_the_rest_of_the_same_batches() => Cases.Sample(c =>
    {
        int budget = c.Lengths.Max() + c.Above;
        IBatchSource<int[]> source = Batches.Interleave(
            Source(c.Lengths, c.BatchSize, budget, c.Seed),
            Source([.. c.Lengths.Reverse()], c.BatchSize + 1, budget, c.Seed + 1));
        int[][] whole = Epoch(source, c.Epoch);
        for (int skip = 0; skip <= whole.Length; skip += 1 + (whole.Length / 4))
        {
            long examples = whole.Take(skip).Sum(batch => batch.Length);
            Assert.Equal(whole.Skip(skip), source.Epoch(c.Epoch).From(examples).Select(batch => batch.Content));
        }
    });

    [Fact]
    public void Examples_of_equal_length_stand_with_others_in_the_next_epoch()
    {
        IBatchSource<int[]> source = Source([.. Enumerable.Repeat(7, 200)], 10, 70, seed: 3);
        HashSet<string> first = Sets(source, 0), second = Sets(source, 1);
        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public void Lengths_are_sorted_over_the_whole_epoch_and_not_within_fifty_batches()
    {
        // 4,000 examples of 1 to 80 tokens in batches of up to 32: fifty of each length, so one batch has two lengths at most.
        int[] lengths = [.. Enumerable.Range(0, 4000).Select(i => 1 + (i * 37 % 80))];
        int[][] batches = Epoch(Source(lengths, 32, 32 * 80, seed: 0), 0);
        Assert.All(batches, b => Assert.InRange(b.Max(i => lengths[i]) - b.Min(i => lengths[i]), 0, 1));
    }

    [Fact]
    public void Batches_of_a_size_alone_are_those_of_version_0_1()
    {
        IBatchSource<int[]> source = Batches.From(
            [.. Enumerable.Range(0, 10)],
            3,
            batch => batch.ToArray(),
            seed: 5,
            length: i => 1 + (i * 7 % 4));
        Assert.Equal("9 / 7 3 6 / 2 1 5 / 0 8 4", Shown(source, 0));
        Assert.Equal("7 3 6 / 2 1 9 / 5 / 0 4 8", Shown(source, 1));
    }

    [Fact]
    public void Example_that_is_longer_than_the_budget_is_refused_with_what_to_do()
    {
        string message = Assert.Throws<ConfigurationException>(() => Source([5, 90, 12], 8, 64, seed: 0)).Message;
        Assert.Contains("max_tokens is 64", message, StringComparison.Ordinal);
        Assert.Contains("set max_tokens to 90 or more", message, StringComparison.Ordinal);
        Assert.Single(Epoch(Source([5, 64, 12], 1, 64, seed: 0), 0), batch => batch is [1]);
    }

    [Fact]
    public void Budget_without_lengths_is_refused() =>
        Assert.Throws<ArgumentNullException>("length", () => Batches.From([1, 2], 2, batch => batch.ToArray(), maxTokens: 9));

    private static string Shown(IBatchSource<int[]> source, int epoch) =>
        string.Join(" / ", Epoch(source, epoch).Select(batch => string.Join(' ', batch)));

    private static HashSet<string> Sets(IBatchSource<int[]> source, int epoch) =>
        [.. Epoch(source, epoch).Select(batch => string.Join(' ', batch.Order()))];

    private static int[][] Epoch(IBatchSource<int[]> source, int epoch) => [.. source.Epoch(epoch).Select(batch => batch.Content)];

    private static IBatchSource<int[]> Source(int[] lengths, int batchSize, int budget, int seed) => Batches.From(
        [.. Enumerable.Range(0, lengths.Length)],
        batchSize,
        batch => batch.ToArray(),
        seed,
        length: i => lengths[i],
        maxTokens: budget);
}
