using TextBrewer.Models.Encoders;
using static TorchSharp.torch;

namespace TextBrewer.Models.Deberta;

/// <summary>What a configuration says of relative positions.</summary>
/// <param name="Buckets">Distances up to half of so many have a bucket each, others share one by their logarithm; 0: none do.</param>
/// <param name="Farthest">The distance that the last bucket is for.</param>
/// <param name="ContentToPosition">Whether queries look at positions.</param>
/// <param name="PositionToContent">Whether keys look at positions.</param>
/// <param name="HasNorm">Whether the vectors of positions are normalised.</param>
internal sealed record DisentangledSettings(
    int Buckets,
    int Farthest,
    bool ContentToPosition,
    bool PositionToContent,
    bool HasNorm)
{
    /// <summary>How many distances there are to either side.</summary>
    internal int Span => Buckets > 0 ? Buckets : Farthest;

    /// <summary>How many scores are summed: of contents, and those of contents with positions.</summary>
    internal int Terms => 1 + (ContentToPosition ? 1 : 0) + (PositionToContent ? 1 : 0);

    /// <summary>Reads a configuration.</summary>
    internal static DisentangledSettings Of(EncoderConfig config)
    {
        int farthest = (int)(config.OtherNumber("max_relative_positions") ?? -1);
        IReadOnlyList<string> kinds = config.OtherTexts("pos_att_type") ?? [];
        return new(
            Buckets: Math.Max(0, (int)(config.OtherNumber("position_buckets") ?? -1)),
            Farthest: farthest < 1 ? config.MaxPositionEmbeddings : farthest,
            ContentToPosition: kinds.Contains("c2p"),
            PositionToContent: kinds.Contains("p2c"),
            HasNorm: config.OtherTexts("norm_rel_ebd")?.Contains("layer_norm") ?? false);
    }

    /// <summary>How far each of some distances is in buckets, of any shape; distances are of the query from the key.</summary>
    internal Tensor InBuckets(Tensor distance)
    {
        if (Buckets == 0) return distance;
        int half = Buckets / 2;
        Tensor far = distance.abs().clamp_min(half);
        // In float32, as transformers: a distance on the edge of a bucket falls to the same side.
        Tensor bucket = ((far.to(ScalarType.Float32) / half).log()
            / tensor((float)((Farthest - 1.0) / half)).log() * (half - 1)).ceil().to(ScalarType.Int64) + half;
        return where(distance.abs().le(half), distance, bucket * distance.sign());
    }

    /// <summary>Where the vector of a distance stands, for a query's content and the position of the key.</summary>
    internal Tensor FromContent(Tensor distance) => (InBuckets(distance) + Span).clamp(0, (2 * Span) - 1);

    /// <summary>
    /// Where the vector of a distance stands, for the position of the query and a key's content; the distance is of the key from the query.
    /// </summary>
    internal Tensor FromPosition(Tensor distance) => (Span - InBuckets(distance)).clamp(0, (2 * Span) - 1);
}
