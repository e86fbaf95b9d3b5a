using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>
/// A GRU's weights as ONNX takes them: both directions together, the gates in the order update, reset, new; torch has reset first.
/// </summary>
internal static class RecurrentWeights
{
    /// <summary>
    /// Input weights (2, 3 · width, input), recurrent weights (2, 3 · width, width), and both biases side by side (2, 6 · width).
    /// </summary>
    internal static string[] Of(WeightedGraph model, string prefix, int layer)
    {
        using DisposeScope scope = NewDisposeScope();
        string place = layer.ToString(CultureInfo.InvariantCulture);
        string[] directions = [$"l{place}", $"l{place}_reverse"];
        return
        [
            model.Graph.Weight($"{prefix}{place}.W", stack(directions.Select(d => Gates(model.Values($"{prefix}weight_ih_{d}"))))),
            model.Graph.Weight($"{prefix}{place}.R", stack(directions.Select(d => Gates(model.Values($"{prefix}weight_hh_{d}"))))),
            model.Graph.Weight($"{prefix}{place}.B", stack(
                directions.Select(
                    d => cat([Gates(model.Values($"{prefix}bias_ih_{d}")), Gates(model.Values($"{prefix}bias_hh_{d}"))], 0)))),
        ];
    }

    private static Tensor Gates(Tensor weight)
    {
        Tensor[] gates = weight.chunk(3, 0); // reset, update, new
        return cat([gates[1], gates[0], gates[2]], 0);
    }
}
