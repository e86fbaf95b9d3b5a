using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Randomness;

/// <summary>
/// A place in torch's random numbers that can be gone back to. On the CPU it is the generator's state. TorchSharp reads no other device's:
/// there the place is made, by a seed that the CPU's generator draws.
/// </summary>
internal sealed class RandomPoint
{
    private readonly long? _seed;

    private RandomPoint(long? seed, Tensor state) => (_seed, State) = (seed, state);

    /// <summary>The state of the CPU's generator, which whoever keeps the place has to keep.</summary>
    internal Tensor State { get; }

    /// <summary>Where the random numbers are now.</summary>
    /// <param name="device">What draws them, beside the CPU.</param>
    internal static RandomPoint Here(Device device)
    {
        if (device.type != DeviceType.CUDA) return new(null, random.get_rng_state());
        using Tensor drawn = randint(0, int.MaxValue, 1, dtype: ScalarType.Int64);
        long seed = drawn.item<long>();
        cuda.manual_seed_all(seed);
        return new(seed, random.get_rng_state());
    }

    /// <summary>Draws once more what was drawn from here on, and goes on behind as if it had not.</summary>
    /// <param name="state"><see cref="State"/>, as it was kept.</param>
    /// <param name="call">What draws.</param>
    internal T Again<T>(Tensor state, Func<T> call)
    {
        using Tensor before = random.get_rng_state();
        random.set_rng_state(state);
        if (_seed is { } seed) cuda.manual_seed_all(seed);
        try
        {
            return call();
        }
        finally
        {
            random.set_rng_state(before);
            // What another device had drawn since cannot be known: no number of it may come twice.
            if (_seed is { } used) cuda.manual_seed_all((long)(new SplitMix((ulong)used).Next() >> 1));
        }
    }
}
