using TextBrewer.Data;
using TextBrewer.Recipes.Tasks;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>How much of the batches of SST-2's real sentences is padding: counted, over whole epochs.</summary>
public sealed class PaddingShareTests
{
    [Theory]
    [InlineData(null, 32, 32 * 64, 0.005)]
    [InlineData(null, 256, 2048, 0.005)]
    [InlineData(6400, 32, 32 * 64, 0.02)]
    [InlineData(6400, 16, 1024, 0.02)]
    public void Budget_of_tokens_pads_less_than_a_twentieth(int? sentences, int batchSize, int maxTokens, double most) =>
        Assert.InRange(Share(sentences, batchSize, maxTokens), 0, most);

    [Theory]
    [InlineData(null, 32)]
    [InlineData(6400, 32)]
    [InlineData(6400, 16)]
    public void Size_alone_sorts_within_fifty_batches_which_is_less_than_a_twentieth_too(int? sentences, int batchSize) =>
        Assert.InRange(Share(sentences, batchSize, maxTokens: null), 0, 0.05);

    [Fact]
    public void Batches_of_the_loop_are_those_that_were_counted()
    {
        TextTask task = Sst2.Task();
        foreach (Batch<TextBatch> batch in task.Batches(Sst2.Train(500), 32, 512, seed: 7).Epoch(3))
        {
            using TextBatch content = batch.Content;
            Assert.InRange(content.Ids.numel(), 1, 512);
            using Tensor real = content.Mask.sum();
            Assert.Equal(batch.Examples!.Sum(example => (long)example.Length!), real.item<long>());
        }
    }

    private static double Share(int? sentences, int batchSize, int? maxTokens)
    {
        int[] lengths = [.. Sst2.Train(sentences).Select(text => text.Length)];
        IBatchSource<int[]> source = Batches.From(
            [.. Enumerable.Range(0, lengths.Length)],
            batchSize,
            batch => batch.ToArray(),
            seed: 1,
            length: i => lengths[i],
            maxTokens: maxTokens);
        double whole = 0, real = 0;
        foreach (int[] batch in Enumerable.Range(0, 2).SelectMany(epoch => source.Epoch(epoch).Select(batch => batch.Content)))
        {
            whole += batch.Length * batch.Max(i => lengths[i]);
            real += batch.Sum(i => lengths[i]);
        }
        TestContext.Current.SendDiagnosticMessage(
            $"{sentences ?? lengths.Length} sentences, batches of {batchSize}, {maxTokens} tokens: {1 - (real / whole):P2} padding");
        return 1 - (real / whole);
    }
}
