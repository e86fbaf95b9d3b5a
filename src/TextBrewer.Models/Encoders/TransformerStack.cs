using TextBrewer.Torch.Recomputing;
using TextBrewer.Torch.Replacing;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TextBrewer.Models.Encoders;

/// <summary>Layers of a transformer, one after the other.</summary>
internal sealed class TransformerStack : nn.Module<Tensor, Tensor, OutputCollector, Tensor>
{
    // A field that holds a module would be registered under its own name.
    private readonly Ending _end;

    /// <param name="layers">The layers, in their order; one that stands there several times runs several times.</param>
    /// <param name="names">What the stack consists of, by the names that checkpoints have for it.</param>
    /// <param name="end">The normalisation behind the last layer, which its owner registers; null: there is none.</param>
    internal TransformerStack(IReadOnlyList<TransformerLayer> layers, NameTree names, LayerNorm? end = null) : base("stack")
    {
        (Layers, _end) = (layers, new Ending(end));
        names.RegisterIn(register_module, register_parameter);
    }

    /// <summary>The layers, in their order.</summary>
    internal IReadOnlyList<TransformerLayer> Layers { get; }

    /// <summary>Whose layers run in the place of these while they are trained; null: nobody's.</summary>
    internal ModuleReplacement<TransformerLayer>? Replacement { get; set; }

    /// <summary>Whether a layer keeps its input alone until the backward pass, and is computed anew there.</summary>
    internal bool Recomputes { get; set; }

    /// <summary>A stack of layers with weights of their own, each under its number behind a prefix.</summary>
    /// <param name="config">The encoder's configuration.</param>
    /// <param name="layer">Makes a layer, from its number.</param>
    /// <param name="prefix">What stands before a layer's number: <c>layer.</c>.</param>
    /// <param name="shared">What else the stack consists of; null: nothing.</param>
    /// <param name="end">The normalisation behind the last layer, which its owner registers; null: there is none.</param>
    internal static TransformerStack Of(
        EncoderConfig config,
        Func<int, TransformerLayer> layer,
        string prefix = "layer.",
        NameTree? shared = null,
        LayerNorm? end = null)
    {
        TransformerLayer[] layers = [.. Enumerable.Range(0, config.NumHiddenLayers).Select(layer)];
        NameTree names = shared ?? [];
        foreach ((int i, TransformerLayer one) in layers.Index()) names.Add(FormattableString.Invariant($"{prefix}{i}"), one);
        return new TransformerStack(layers, names, end);
    }

    /// <param name="hidden">The embeddings, (batch, length, width).</param>
    /// <param name="keep">(batch, 1, 1, length), true at real positions.</param>
    /// <param name="outputs">Collects what was asked for.</param>
    public override Tensor forward(Tensor hidden, Tensor keep, OutputCollector outputs)
    {
        hidden = training && outputs.RunsAll && Replacement is { } replacement
            ? replacement.Run(hidden, (layer, reached) => Layer(layer, reached, keep, outputs))
            : Layers.Take(outputs.Layers)
                .Aggregate(hidden, (reached, layer) => Layer(layer, reached, keep, outputs)); // (batch, length, width)
        if (_end.Norm is not null && outputs.Layers >= Layers.Count) hidden = _end.Norm.call(hidden);
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

    private sealed record Ending(LayerNorm? Norm);
}
