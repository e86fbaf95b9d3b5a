using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.ModernBert;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes how queries and keys turn with their positions: as ai.onnx 23's operator, or as those that it consists of.</summary>
/// <param name="model">The weights and the graph.</param>
/// <param name="config">The encoder's configuration.</param>
/// <param name="prefix">What the encoder's names begin with.</param>
/// <param name="positions">The positions.</param>
internal sealed class RotaryGraph(WeightedGraph model, EncoderConfig config, string prefix, PositionGraph positions)
{
    private readonly GraphBuilder _graph = model.Graph;
    private readonly Dictionary<string, (string Cosines, string Sines)> _turns = new(StringComparer.Ordinal);
    private readonly int _size = config.HiddenSize / config.NumAttentionHeads;

    /// <param name="x">(batch, length, width)</param>
    /// <param name="kind">The name of the wavelengths.</param>
    /// <param name="wavelengths">Their base.</param>
    /// <returns>(batch, length, width)</returns>
    internal string Turned(string x, string kind, double wavelengths)
    {
        if (!_turns.TryGetValue(kind, out (string Cosines, string Sines) turns)) _turns[kind] = turns = Turns(kind, wavelengths);
        return model.Form == ExportForm.Portable
            ? Plain(x, turns.Cosines, turns.Sines)
            : _graph.Node(
                "RotaryEmbedding",
                [x, turns.Cosines, turns.Sines, positions.PlacesOfAll],
                [GraphBuilder.Int("num_heads", config.NumAttentionHeads)]);
    }

    /// <summary>Cosines and sines: of all positions there may be for the operator, (longest, size / 2), else of those there are.</summary>
    private (string Cosines, string Sines) Turns(string kind, double wavelengths)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor cosines, Tensor sines) = RotaryPositions.Turns(config.Positions, _size, wavelengths); // (longest, size)
        return (Table("cosines", cosines), Table("sines", sines));

        string Table(string name, Tensor values)
        {
            string table = _graph.Weight($"{prefix}{kind}.{name}", values[.., ..(_size / 2)]); // (longest, size / 2)
            if (model.Form != ExportForm.Portable) return table;
            string rows = _graph.Node("Gather", table, positions.Places); // (length, size / 2)
            return _graph.Node("Unsqueeze", rows, _graph.Whole(1)); // (length, 1, size / 2)
        }
    }

    private string Plain(string x, string cosines, string sines)
    {
        string heads = _graph.Node("Reshape", x, _graph.Whole(0, 0, config.NumAttentionHeads, _size)); // (batch, length, heads, size)
        string[] halves = _graph.Nodes("Split", [heads, _graph.Whole(_size / 2, _size / 2)], 2, GraphBuilder.Int("axis", 3));
        string first = _graph.Node("Sub", _graph.Node("Mul", halves[0], cosines), _graph.Node("Mul", halves[1], sines));
        string second = _graph.Node("Add", _graph.Node("Mul", halves[1], cosines), _graph.Node("Mul", halves[0], sines));
        string turned = _graph.Node("Concat", [first, second], [GraphBuilder.Int("axis", 3)]); // (batch, length, heads, size)
        return _graph.Node("Reshape", turned, _graph.Whole(0, 0, config.HiddenSize));
    }
}
