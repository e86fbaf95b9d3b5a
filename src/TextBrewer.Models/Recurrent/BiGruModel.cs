using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Recurrent;

/// <summary>
/// TextBrewer's recurrent student: BERT's embeddings, bidirectional GRU layers over packed sequences, a dense layer back to the hidden
/// width. Its folder is a format of ours (<c>"model_type": "bigru"</c>): transformers has no such model. Its hidden states are the
/// embedding output and the dense layer's; pooled is the dense layer over the last real position of the forward direction and the first of
/// the backward one.
/// </summary>
internal sealed class BiGruModel : Encoder
{
    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "gru")]
    private readonly GRU _gru;

    [ComponentName(Name = "dense")]
    private readonly Linear _dense;

    /// <summary>The names of the layers.</summary>
    internal static RecurrentBody Layers { get; } = new(Prefix: "gru.", Output: "dense");

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal BiGruModel(EncoderConfig config) : base(config, PositionCounting.FromZero)
    {
        _embeddings = new Embeddings(config, PositionCounting.FromZero);
        _gru = nn.GRU(
            config.HiddenSize,
            config.HiddenSize,
            config.NumHiddenLayers,
            batchFirst: true,
            dropout: config.NumHiddenLayers > 1 ? config.HiddenDropoutProb : 0,
            bidirectional: true);
        _dense = nn.Linear(2 * config.HiddenSize, config.HiddenSize);
        RegisterComponents();
    }

    internal override bool Pools => true;

    private protected override Embeddings Table => _embeddings;

    // Attention, queries, keys and values are empty lists: there are none. The mask's real positions must stand first.
    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor embedded = Embed(ids, types); // (batch, length, width)
        outputs.AddHidden(embedded);
        if (outputs.Layers == 0) return outputs.Finish(embedded, pooled: null);
        Tensor lengths = mask.to(ScalarType.Int64).sum(1).clamp_min(1); // (batch)
        using nn.utils.rnn.PackedSequence packed = nn.utils.rnn
            .pack_padded_sequence(embedded, lengths.cpu(), batch_first: true, enforce_sorted: false);
        (nn.utils.rnn.PackedSequence states, Tensor final) = _gru.call(packed);
        final.Dispose();
        using nn.utils.rnn.PackedSequence both = states;
        Tensor directions = nn.utils.rnn
            .pad_packed_sequence(both, batch_first: true, total_length: ids.shape[1]).Item1; // (batch, length, 2 · width)
        Tensor last = _dense.call(directions); // (batch, length, width)
        outputs.AddHidden(last);
        if (!outputs.RunsAll) return outputs.Finish(last, pooled: null);

        Tensor[] halves = directions.chunk(2, -1); // two of (batch, length, width)
        Tensor end = (lengths - 1).view(-1, 1, 1).expand(-1, 1, halves[0].shape[2]); // (batch, 1, width)
        Tensor pooled = _dense.call(cat([halves[0].gather(1, end).squeeze(1), halves[1][.., 0]], -1)); // (batch, width)
        return outputs.Finish(last, Dropping.Of(pooled, Config.HiddenDropoutProb, training));
    }
}
