using System.Runtime.InteropServices;
using TextBrewer.Torch.Collectives;
using TorchSharp;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>Sums of halves are torch's: of every number that 16 bits can be, infinities and what is none among them.</summary>
public sealed class HalfSumsTests
{
    [Theory]
    [InlineData(torch.ScalarType.BFloat16)]
    [InlineData(torch.ScalarType.Float16)]
    public void Every_number_is_summed_and_rounded_as_torch_has_it(torch.ScalarType type)
    {
        ushort[] first = [.. Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits)], second = [.. first];
        new Random(1).Shuffle(second);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor a = Tensor(first), b = Tensor(second);
        torch.Tensor expected = (a.to(torch.float32) + b.to(torch.float32)).to(type).to(torch.float32);

        ushort[] blocks = [.. first, .. second];
        ElementReduction.Reduce(MemoryMarshal.AsBytes(blocks.AsSpan()), 2, type, ReduceOperation.Sum);
        float[] sums = Tensor(blocks[..first.Length]).to(torch.float32).data<float>().ToArray();
        // NaN is NaN here, whatever its bits.
        Assert.Equal(expected.data<float>().ToArray(), sums);

        torch.Tensor Tensor(ushort[] bits)
        {
            torch.Tensor values = torch.empty(bits.Length, type);
            MemoryMarshal.AsBytes(bits.AsSpan()).CopyTo(values.bytes);
            return values;
        }
    }
}
