using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Deberta;

/// <summary>The vectors of relative positions, which all layers share, normalised where the model has them so.</summary>
/// <param name="table">(2 · span, width)</param>
/// <param name="norm">Null: they are taken as they are.</param>
internal sealed class RelativePositions(Embedding table, LayerNorm? norm)
{
    /// <summary>The vectors, (2 · span, width).</summary>
    internal Tensor Vectors() => norm is null ? table.weight! : norm.call(table.weight!);
}
