using TextBrewer.Models.Encoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.MPNet;

/// <summary>
/// A learned number for each head and bucket of distances, added to the scores (Raffel et al. 2020, T5): near distances have a bucket each,
/// far ones share them, and those before and behind have their own. One table serves all layers.
/// </summary>
/// <param name="table">(buckets, heads)</param>
internal sealed class RelativeBias(Embedding table) : AttentionPositions
{
    /// <summary>Beyond this distance there is one bucket a side.</summary>
    internal const int Farthest = 128;

    internal override Tensor? Bias(Tensor query, Tensor key, bool training)
    {
        using Tensor buckets = Buckets(query.size(-2), (int)table.weight!.shape[0]).to(query.device); // (length, length)
        return table.call(buckets).permute(2, 0, 1).unsqueeze(0).to(query.dtype); // (1, heads, length, length)
    }

    /// <summary>The bucket of each key for each query, (length, length).</summary>
    /// <param name="length">How many positions there are.</param>
    /// <param name="count">How many buckets there are.</param>
    internal static Tensor Buckets(long length, int count)
    {
        int side = count / 2, exact = side / 2;
        Tensor place = arange(length); // (length)
        Tensor ahead = place.unsqueeze(0) - place.unsqueeze(1); // (length, length), above 0 where the key is behind the query
        Tensor distance = ahead.abs(); // (length, length)
        // In float32, as transformers: a distance on the edge of a bucket falls to the same side.
        Tensor far = (((distance.to(ScalarType.Float32) / exact).log() / Math.Log(Farthest / (double)exact) * (side - exact))
            .to(ScalarType.Int64) + exact).clamp_max(side - 1); // (length, length)
        return where(distance.lt(exact), distance, far) + (ahead.gt(0).to(ScalarType.Int64) * side);
    }
}
