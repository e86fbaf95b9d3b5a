using TextBrewer.Torch.Recomputing;
using TextBrewer.Torch.Replacing;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Layers of a transformer, one after the other, which checkpoints call <c>layer.{i}</c>.</summary>
internal sealed class TransformerStack : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    [ComponentName(Name = "layer")]
    private readonly ModuleList<TransformerLayer> _layers;

    /// <param name="config">The encoder's configuration.</param>
    /// <param name="layer">Makes a layer.</param>
    internal TransformerStack(EncoderConfig config, Func<EncoderConfig, TransformerLayer> layer) : base("stack")
    {
        _layers = nn.ModuleList([.. Enumerable.Range(0, config.NumHiddenLayers).Select(_ => layer(config))]);
        RegisterComponents();
    }

    /// <summary>The layers, in their order.</summary>
    internal IReadOnlyList<TransformerLayer> Layers => [.. _layers];

    /// <summary>Whose layers run in the place of these while they are trained; null: nobody's.</summary>
    internal ModuleReplacement<TransformerLayer>? Replacement { get; set; }

    /// <summary>Whether a layer keeps its input alone until the backward pass, and is computed anew there.</summary>
    internal bool Recomputes { get; set; }

    /// <param name="hidden">The embeddings, (batch, length, width).</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        hidden = training && outputs.RunsAll && Replacement is { } replacement
            ? replacement.Run(hidden, (layer, reached) => Layer(layer, reached, keep, outputs))
            : _layers.Take(outputs.Layers)
                .Aggregate(hidden, (reached, layer) => Layer(layer, reached, keep, outputs)); // (batch, length, width)
        outputs.AddHidden(hidden);
        return hidden;
    }

    private Tensor Layer(TransformerLayer layer, Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        if (!Recomputes)
        {
            outputs.AddHidden(hidden);
            return layer.call(hidden, keep, outputs);
        }
        (Tensor input, IReadOnlyList<Tensor> made) = Recomputation.Run(layer, hidden, [keep], (hidden, constants) =>
        {
            OutputCollector own = outputs.ForALayer();
            Tensor result = layer.call(hidden, constants[0], own); // (batch, length, width)
            return [result, .. own.OfALayer];
        });
        outputs.AddHidden(input);
        outputs.AddLayer([.. made.Skip(1)]);
        return made[0];
    }
}
