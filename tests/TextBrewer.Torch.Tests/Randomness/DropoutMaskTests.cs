using TextBrewer.Torch.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Randomness;

public sealed class DropoutMaskTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Mask_drops_its_share_and_scales_the_rest(double p)
    {
        const int Count = 1_000_003;
        using Tensor mask = Mask(1, p, Count);
        float[] values = mask.data<float>().ToArray();
        Assert.All(values.Distinct(), value => Assert.True(value == 0 || value == (float)(1 / (1 - p))));
        double dropped = values.Count(value => value == 0) / (double)Count;
        Assert.InRange(dropped, p - (5 * Math.Sqrt(p * (1 - p) / Count)), p + (5 * Math.Sqrt(p * (1 - p) / Count)));
    }

    [Fact]
    public void Everything_is_dropped_where_p_is_1()
    {
        using Tensor mask = Mask(1, 1, 1000);
        Assert.All(mask.data<float>().ToArray(), value => Assert.Equal(0f, value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(384)]
    public void Neighbours_at_any_distance_are_independent(int distance)
    {
        const int Count = 1 << 20;
        using Tensor mask = Mask(7, 0.5, Count);
        float[] values = mask.data<float>().ToArray();
        int same = Enumerable.Range(0, Count - distance).Count(i => values[i] == values[i + distance]);
        Assert.InRange(same / (double)(Count - distance), 0.5 - 0.0025, 0.5 + 0.0025); // five standard deviations
    }

    [Fact]
    public void Torchs_seed_decides_the_mask_and_two_masks_differ()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor first = Mask(3, 0.5, 4096), again = Mask(3, 0.5, 4096), next = DropoutMask.Of([4096], 0.5);
        Assert.True(first.equal(again).all().item<bool>());
        Assert.InRange(first.eq(next).sum().item<long>(), 1900, 2200);
    }

    private static Tensor Mask(long seed, double p, long count)
    {
        random.manual_seed(seed);
        return DropoutMask.Of([count], p);
    }
}
