using System.Globalization;
using TextBrewer.Models.Encoders;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Albert;

/// <summary>
/// ALBERT's encoder (Lan et al. 2020): narrow embeddings behind a projection, and layers that share their weights, all of them or those of
/// a group; checkpoint names as transformers' <c>AlbertModel</c>.
/// </summary>
internal sealed class AlbertModel : Encoder
{
    private const string GroupsKey = "num_hidden_groups", InnerKey = "inner_group_num";

    [ComponentName(Name = "embeddings")]
    private readonly Embeddings _embeddings;

    [ComponentName(Name = "encoder")]
    private readonly TransformerStack _encoder;

    [ComponentName(Name = "pooler")]
    private readonly Linear? _pooler;

    private readonly MappingIn _mapping;

    /// <summary>Makes an encoder whose weights its owner fills.</summary>
    internal AlbertModel(EncoderConfig config, bool pooler) : base(config, PositionCounting.FromZero)
    {
        _embeddings = new Embeddings(config, PositionCounting.FromZero);
        Linear mapping = nn.Linear(config.EmbeddingSize ?? config.HiddenSize, config.HiddenSize);
        _mapping = new MappingIn(mapping);
        AlbertLayer[] groups = [.. Enumerable.Range(0, Groups(config)).Select(_ => new AlbertLayer(config))];
        NameTree names = new() { { "embedding_hidden_mapping_in", mapping } };
        foreach ((int i, AlbertLayer layer) in groups.Index())
            names.Add(string.Create(CultureInfo.InvariantCulture, $"albert_layer_groups.{i}.{Layers.Sharing!.Inner.TrimEnd('.')}"), layer);
        _encoder = new TransformerStack(
            [.. Enumerable.Range(0, config.NumHiddenLayers).Select(layer => groups[Layers.Sharing!.GroupOf(layer, config)])],
            names);
        if (pooler) _pooler = nn.Linear(config.HiddenSize, config.HiddenSize);
        RegisterComponents();
    }

    /// <summary>The names of ALBERT's layers.</summary>
    internal static TransformerBody Layers { get; } = new(
        Prefix: "encoder.albert_layer_groups.",
        Query: "attention.query",
        Key: "attention.key",
        Value: "attention.value",
        AttentionOutput: "attention.dense",
        AttentionNorm: "attention.LayerNorm",
        Wide: "ffn",
        Narrow: "ffn_output",
        OutputNorm: "full_layer_layer_norm")
    {
        BeforeLayers = ["encoder.embedding_hidden_mapping_in."],
        Projection = "encoder.embedding_hidden_mapping_in",
        Pooler = "pooler",
        Sharing = new LayerSharing(Groups, "albert_layers.0."),
    };

    internal override bool Pools => _pooler is not null;

    private protected override Embeddings Table => _embeddings;

    internal override TransformerStack? Stack => _encoder;

    /// <summary>What of a configuration cannot be built; null: nothing.</summary>
    internal static string? Fault(EncoderConfig config)
    {
        if (config.OtherNumber(InnerKey) is { } inner && inner != 1)
            return FormattableString.Invariant($"{InnerKey} is {inner}, and ALBERT here has one layer in a group");
        return config.OtherNumber(GroupsKey) is { } groups && !(groups >= 1 && groups <= config.NumHiddenLayers && groups == (int)groups)
            ? FormattableString.Invariant($"{GroupsKey} is {groups}, and there are from 1 to num_hidden_layers, {config.NumHiddenLayers}")
            : null;
    }

    private protected override EncoderOutput Run(Tensor ids, Tensor mask, Tensor? types, OutputCollector outputs)
    {
        Tensor embedded = _mapping.Linear.call(Embed(ids, types)); // (batch, length, width)
        Tensor last = _encoder.call(embedded, Keep(mask), outputs); // (batch, length, width)
        return outputs.Finish(last, outputs.RunsAll ? _pooler?.call(last[.., 0]).tanh() : null);
    }

    private static int Groups(EncoderConfig config) => (int)(config.OtherNumber(GroupsKey) ?? 1);

    /// <summary>The projection of the embeddings, which the stack registers: a field that holds a module would do it once more.</summary>
    private sealed record MappingIn(Linear Linear);
}
