using CsCheck;
using TextBrewer.Text.Features;

namespace TextBrewer.Text.Tests.Features;

public sealed class LengthBatchesTests
{
    [Fact]
    public void Every_sequence_is_in_one_batch_that_has_room_for_it() => Gen.Select(
        Gen.Int[1, 300].Array[0, 60],
        Gen.Int[1, 1000],
        Gen.Double[0, 1]).Sample((lengths, tokens, padding) =>
    {
        int[][] batches = [.. LengthBatches.Of(lengths, tokens, padding)];
        Assert.Equal(Enumerable.Range(0, lengths.Length), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.True(batch.Length == 1 || batch.Length * batch.Max(i => lengths[i]) <= tokens));
        Assert.All(
            batches,
            batch => Assert.True(1 - ((double)batch.Sum(i => lengths[i]) / (batch.Length * batch.Max(i => lengths[i]))) <= padding + 1e-9));
    });

    [Fact]
    public void Sequences_of_similar_length_stand_together() =>
        Assert.Equal([[1, 3], [0, 2]], LengthBatches.Of([50, 3, 49, 4], 100).Select(batch => batch.Order().ToArray()));

    [Fact]
    public void Batch_without_padding_holds_one_length() => Assert.Equal([[1, 3], [0], [2]], LengthBatches.Of(
        [50, 3, 49, 3],
        1000,
        padding: 0).Select(batch => batch.Order().ToArray()).OrderBy(batch => batch[0] == 1 ? 0 : batch[0] + 1));
}
