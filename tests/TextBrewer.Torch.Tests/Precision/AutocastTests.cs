using TextBrewer.Torch.Precision;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Precision;

public sealed class AutocastTests
{
    [Fact]
    public void Products_are_bfloat16_inside_alone_and_weights_stay_float32()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using DisposeScope scope = NewDisposeScope();
        using var linear = nn.Linear(8, 4);
        Tensor x = rand(3, 8);
        Tensor mixed = Autocast.Run(() => linear.call(x), keepsWeights: false);
        Assert.Equal(ScalarType.BFloat16, mixed.dtype);
        Assert.Equal(ScalarType.Float32, linear.call(x).dtype);
        mixed.sum().backward();
        Assert.Equal(ScalarType.Float32, linear.weight!.grad!.dtype);
        Assert.Equal(0, (mixed.to(ScalarType.Float32) - linear.call(x)).abs().max().item<float>(), tolerance: 0.02f);
    }

    [Fact]
    public void Full_precision_within_it_is_float32_and_mixed_again_behind()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(2, 2);
        ScalarType[] types = Autocast.Run(
            () => (ScalarType[])[x.matmul(x).dtype, Autocast.Without(() => x.matmul(x).dtype), x.matmul(x).dtype],
            keepsWeights: false);
        Assert.Equal([ScalarType.BFloat16, ScalarType.Float32, ScalarType.BFloat16], types);
        Assert.Equal(ScalarType.Float32, Autocast.Without(() => x.matmul(x).dtype));
    }

    [Fact]
    public void It_ends_where_the_call_throws()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<InvalidOperationException>(() => Autocast.Run<Tensor>(() => throw new InvalidOperationException(), false));
        Assert.Equal(ScalarType.Float32, rand(2, 2).matmul(rand(2, 2)).dtype);
    }

    [Fact]
    public void Weights_that_are_not_kept_are_read_anew_at_each_call()
    {
        Assert.SkipUnless(Autocast.IsAvailable, "This platform's torch library has no autocast that can be reached.");
        using DisposeScope scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1, hasBias: false);
        Tensor x = ones(1, 2);
        Set(1);
        Assert.Equal(2f, Once());
        Set(3);
        Assert.Equal(6f, Once());

        float Once() => Autocast.Run(() => linear.call(x), keepsWeights: false).to(ScalarType.Float32).item<float>();

        void Set(float value)
        {
            using var noGrad = no_grad();
            linear.weight!.fill_(value);
        }
    }
}
