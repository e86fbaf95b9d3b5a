using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Keeps, layer by layer, the outputs that were asked for.</summary>
/// <param name="wanted">What is kept.</param>
/// <param name="layers">How many layers are run; null: all of them.</param>
internal sealed class OutputCollector(EncoderOutputs wanted, int? layers = null)
{
    private readonly List<Tensor> _hidden = [], _attention = [], _scores = [], _query = [], _key = [], _value = [];

    /// <summary>How many layers are run at most: what nobody asked for lies behind them.</summary>
    internal int Layers => layers ?? int.MaxValue;

    /// <summary>Whether nobody named how many layers are run: then the pooler is too.</summary>
    internal bool RunsAll => layers is null;

    /// <summary>What a layer added, where this collects from one: what <see cref="AddLayer"/> takes.</summary>
    internal IEnumerable<Tensor> OfALayer => LayerLists.SelectMany(list => list);

    internal bool WantsAttention => (wanted & (EncoderOutputs.AttentionProbabilities | EncoderOutputs.AttentionScores)) != 0;

    // One tensor of each layer in each, in this order.
    private IEnumerable<List<Tensor>> LayerLists =>
    [
        .. Wants(EncoderOutputs.AttentionScores) ? (List<Tensor>[])[_scores] : [],
        .. Wants(EncoderOutputs.AttentionProbabilities) ? (List<Tensor>[])[_attention] : [],
        .. Wants(EncoderOutputs.QueryKeyValue) ? (List<Tensor>[])[_query, _key, _value] : [],
    ];

    /// <summary>Collects the same, from one layer.</summary>
    internal OutputCollector ForALayer() => new(wanted);

    internal void AddHidden(Tensor hidden)
    {
        if (Wants(EncoderOutputs.HiddenStates)) _hidden.Add(hidden);
    }

    internal void AddAttention(Tensor scores, Tensor probabilities)
    {
        if (Wants(EncoderOutputs.AttentionScores)) _scores.Add(scores);
        if (Wants(EncoderOutputs.AttentionProbabilities)) _attention.Add(probabilities);
    }

    internal void AddQueryKeyValue(Tensor query, Tensor key, Tensor value)
    {
        if (!Wants(EncoderOutputs.QueryKeyValue)) return;
        _query.Add(query);
        _key.Add(key);
        _value.Add(value);
    }

    /// <summary>Adds what another collected from a layer.</summary>
    internal void AddLayer(IReadOnlyList<Tensor> outputs)
    {
        foreach ((List<Tensor> list, Tensor output) in LayerLists.Zip(outputs)) list.Add(output);
    }

    /// <summary>Carries what the last layer added out of that layer's scope.</summary>
    internal void MoveLayerToOuterScope()
    {
        foreach (List<Tensor> list in (List<Tensor>[])[_attention, _scores, _query, _key, _value])
            if (list.Count > 0) list[^1].MoveToOuterDisposeScope();
    }

    internal EncoderOutput Finish(Tensor last, Tensor? pooled) => new(last, pooled)
    {
        Hidden = Wants(EncoderOutputs.HiddenStates) ? _hidden : null,
        Attention = Wants(EncoderOutputs.AttentionProbabilities) ? _attention : null,
        AttentionScores = Wants(EncoderOutputs.AttentionScores) ? _scores : null,
        Query = Wants(EncoderOutputs.QueryKeyValue) ? _query : null,
        Key = Wants(EncoderOutputs.QueryKeyValue) ? _key : null,
        Value = Wants(EncoderOutputs.QueryKeyValue) ? _value : null,
    };

    private bool Wants(EncoderOutputs output) => (wanted & output) != 0;
}
