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
        Tensor place = arange(query.size(-2)); // (length)
        Tensor buckets = Buckets(place.unsqueeze(0) - place.unsqueeze(1), (int)table.weight!.shape[0]); // (length, length)
        return table.call(buckets.to(query.device)).permute(2, 0, 1).unsqueeze(0).to(query.dtype); // (1, heads, length, length)
    }

    /// <summary>The bucket of each distance.</summary>
    /// <param name="ahead">How many positions the key stands behind the query, of any shape.</param>
    /// <param name="count">How many buckets there are.</param>
    internal static Tensor Buckets(Tensor ahead, int count)
    {
        int side = count / 2, exact = side / 2;
        Tensor distance = ahead.abs();
        // In float32, as transformers: a distance on the edge of a bucket falls to the same side.
        Tensor far = (((distance.to(ScalarType.Float32) / exact).log() / Math.Log(Farthest / (double)exact) * (side - exact))
            .to(ScalarType.Int64) + exact).clamp_max(side - 1);
        return where(distance.lt(exact), distance, far) + (ahead.gt(0).to(ScalarType.Int64) * side);
    }
}
