using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Randomness;

/// <summary>
/// Which elements dropout keeps (Srivastava et al. 2014): a tensor of 1 / (1 − p) with probability 1 − p, else 0, to multiply by. On a CPU
/// torch draws its bits one after the other from a Mersenne twister, which costs more than the arithmetic around it; here sixteen
/// generators run side by side (xoshiro128+, Blackman and Vigna 2018), started from one number of torch's generator: its seed and its state
/// in a checkpoint decide the mask as before.
/// </summary>
public static class DropoutMask
{
    private const int Lanes = 16, Words = 4;

    // Tensor.bytes ends at 2 GiB.
    private const long Largest = int.MaxValue / sizeof(float);

    /// <summary>Whether masks are made here; else torch's own dropout has to do.</summary>
    /// <param name="like">What is to be masked.</param>
    public static bool Serves(Tensor like) => like.device_type == DeviceType.CPU && like.numel() <= Largest;

    /// <summary>A mask.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="p">The share that is dropped, from 0 to 1.</param>
    /// <param name="type">Its floating-point type.</param>
    public static Tensor Of(ReadOnlySpan<long> shape, double p, ScalarType type = ScalarType.Float32)
    {
        Tensor mask = empty(shape, dtype: ScalarType.Float32);
        Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), p, Key());
        return type == ScalarType.Float32 ? mask : mask.to(type, disposeAfter: true);
    }

    /// <summary>Fills a mask that a number decides.</summary>
    internal static void Fill(Span<float> mask, double p, ulong key)
    {
        SplitMix seeds = new(key);
        Span<uint> state = stackalloc uint[Lanes * Words];
        for (int i = 0; i < state.Length; i++) state[i] = (uint)(seeds.Next() >> 32);
        Vector512<uint> s0 = Vector512.Create<uint>(state), s1 = Vector512.Create<uint>(state[Lanes..]);
        Vector512<uint> s2 = Vector512.Create<uint>(state[(2 * Lanes)..]), s3 = Vector512.Create<uint>(state[(3 * Lanes)..]);
        Vector512<uint> least = Vector512.Create((uint)Math.Min(p * 4294967296.0, uint.MaxValue));
        Vector512<float> kept = Vector512.Create(p < 1 ? (float)(1 / (1 - p)) : 0);

        while (mask.Length >= Lanes)
        {
            Draw(ref s0, ref s1, ref s2, ref s3, least, kept).CopyTo(mask);
            mask = mask[Lanes..];
        }
        if (mask.Length == 0) return;
        Span<float> last = stackalloc float[Lanes];
        Draw(ref s0, ref s1, ref s2, ref s3, least, kept).CopyTo(last);
        last[..mask.Length].CopyTo(mask);
    }

    private static Vector512<float> Draw(
        ref Vector512<uint> s0,
        ref Vector512<uint> s1,
        ref Vector512<uint> s2,
        ref Vector512<uint> s3,
        Vector512<uint> least,
        Vector512<float> kept)
    {
        Vector512<uint> drawn = s0 + s3, shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = (s3 << 11) | (s3 >>> 21);
        return kept & Vector512.GreaterThanOrEqual(drawn, least).AsSingle();
    }

    private static ulong Key()
    {
        using Tensor drawn = randint(0, long.MaxValue, 1, dtype: ScalarType.Int64);
        return (ulong)drawn.item<long>();
    }
}
