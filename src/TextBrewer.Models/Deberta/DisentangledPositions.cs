using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Deberta;

/// <summary>
/// Disentangled attention (He et al. 2021): to the scores of contents come those of contents with relative positions, from the query's
/// content (c2p) and from the key's (p2c). Positions have vectors that all layers share; the layer's own queries and keys are made of them.
/// </summary>
/// <param name="config">The encoder's configuration.</param>
/// <param name="positions">The vectors of relative positions.</param>
/// <param name="query">Makes queries of vectors.</param>
/// <param name="key">Makes keys of vectors.</param>
internal sealed class DisentangledPositions(EncoderConfig config, RelativePositions positions, Linear query, Linear key)
    : AttentionPositions
{
    private readonly DisentangledSettings _settings = DisentangledSettings.Of(config);

    // In float32, as transformers, whatever the model's type.
    internal override double Root(long size) => MathF.Sqrt(size * _settings.Terms);

    internal override Tensor? Bias(Tensor query, Tensor key, bool training)
    {
        Tensor vectors = Dropping.Of(positions.Vectors(), config.HiddenDropoutProb, training); // (2 · span, width)
        Tensor place = arange(query.size(-2), device: query.device); // (length)
        Tensor distance = place.unsqueeze(1) - place.unsqueeze(0); // (length, length)
        double root = Root(query.size(-1));
        Tensor? bias = null;
        if (_settings.ContentToPosition)
        {
            Tensor all = query.matmul(Heads(KeysOf(vectors)).transpose(-1, -2)) / root; // (batch, heads, length, 2 · span)
            bias = Picked(all, _settings.FromContent(distance));
        }
        if (_settings.PositionToContent)
        {
            Tensor all = key.matmul(Heads(QueriesOf(vectors)).transpose(-1, -2)) / root; // (batch, heads, length, 2 · span)
            // By keys first: a key's row holds what each query's distance to it comes to.
            Tensor turned = Picked(all, _settings.FromPosition(distance)).transpose(-1, -2);
            bias = bias is null ? turned : bias + turned;
        }
        return bias; // (batch, heads, length, length)
    }

    internal override Tensor Seen(Tensor keep) => keep.logical_and(keep.transpose(-1, -2)); // (batch, 1, length, length)

    private static Tensor Picked(Tensor all, Tensor places) => all.gather(-1, places.expand(all.shape[0], all.shape[1], -1, -1));

    private Tensor KeysOf(Tensor vectors) => key.call(vectors); // (2 · span, width)

    private Tensor QueriesOf(Tensor vectors) => query.call(vectors); // (2 · span, width)

    private Tensor Heads(Tensor x) => x.unflatten(1, config.NumAttentionHeads, -1).transpose(0, 1); // (heads, 2 · span, size)
}
