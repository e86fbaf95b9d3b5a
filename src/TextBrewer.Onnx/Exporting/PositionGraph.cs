using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Writes what attention has to know of positions: which are real, how far they are from each other, and what follows.</summary>
/// <param name="graph">The graph.</param>
/// <param name="config">The encoder's configuration.</param>
/// <param name="mask">1 at real positions, (batch, length).</param>
internal sealed class PositionGraph(GraphBuilder graph, EncoderConfig config, string mask)
{
    private const int Float = 1;

    // Far below every score, so that a position that sees nothing sees all alike, as in the model: of the least float32 of all, ONNX
    // Runtime's attention makes zeros.
    private const float Unseen = -1e30f;

    private readonly int _longest = config.Positions;
    private string? _real, _places, _placesOfAll, _distances;

    /// <summary>1 at real keys and 0 at padding, (batch, 1, 1, length).</summary>
    private string Real => _real ??= Cast(graph.Node("Unsqueeze", mask, graph.Whole(1, 2)));

    /// <summary>0, 1, 2, … (length).</summary>
    internal string Places => _places ??= graph.Node(
        "Range",
        graph.Scalar(0),
        graph.Node("Squeeze", graph.Node("Shape", [mask], [GraphBuilder.Int("start", 1), GraphBuilder.Int("end", 2)]), graph.Whole(0)),
        graph.Scalar(1));

    /// <summary>0, 1, 2, … for each text, (batch, length).</summary>
    internal string PlacesOfAll => _placesOfAll ??=
        graph.Node("Expand", Places, graph.Node("Shape", [mask], [GraphBuilder.Int("start", 0)]));

    /// <summary>How far each query stands behind each key, (length, length).</summary>
    private string Distances => _distances ??= graph.Node(
        "Sub",
        graph.Node("Unsqueeze", Places, graph.Whole(1)),
        graph.Node("Unsqueeze", Places, graph.Whole(0)));

    /// <summary>Padding alone is hidden.</summary>
    /// <param name="form">The form: ONNX Runtime 1.31 takes no narrower mask than one for each position that looks.</param>
    internal AttentionMask Padding(ExportForm form)
    {
        string narrow = Hidden(Real); // (batch, 1, 1, length)
        if (form == ExportForm.Portable) return new AttentionMask(narrow, narrow);
        string length = graph.Node("Shape", [mask], [GraphBuilder.Int("start", 1)]);
        string square = graph.Node("Concat", [graph.Whole(1, 1), length, graph.Whole(1)], [GraphBuilder.Int("axis", 0)]);
        return new AttentionMask(graph.Node("Expand", narrow, square), narrow);
    }

    /// <summary>Padding is hidden, and what is farther away than so many positions.</summary>
    internal AttentionMask Neighbourhood(int reach)
    {
        string near = Cast(graph.Node("LessOrEqual", graph.Node("Abs", Distances), graph.Scalar(reach))); // (length, length)
        string all = Hidden(graph.Node("Mul", Real, near)); // (batch, 1, length, length)
        return new AttentionMask(all, First(all));
    }

    /// <summary>Padding is hidden, and nothing is seen from it: there all is alike.</summary>
    internal AttentionMask RealPairs()
    {
        string queries = graph.Node("Transpose", [Real], [GraphBuilder.Ints("perm", 0, 1, 3, 2)]); // (batch, 1, length, 1)
        string all = Hidden(graph.Node("Mul", queries, Real)); // (batch, 1, length, length)
        return new AttentionMask(all, First(all));
    }

    /// <summary>Padding is hidden, and each head adds a number for each distance.</summary>
    /// <param name="name">The name of the numbers.</param>
    /// <param name="numbers">They, from distances, any shape → the same and one number a head behind.</param>
    internal AttentionMask Biased(string name, Func<Tensor, Tensor> numbers)
    {
        string table = graph.Weight(name, numbers(AllDistances())); // (2 · longest − 1, heads)
        string bias = graph.Node("Transpose", [graph.Node("Gather", table, Shifted)], [GraphBuilder.Ints("perm", 2, 0, 1)]);
        string all = graph.Node("Add", graph.Node("Unsqueeze", bias, graph.Whole(0)), Hidden(Real)); // (batch, heads, length, length)
        return new AttentionMask(all, First(all));
    }

    /// <summary>A whole number for each pair of a query and a key, by their distance, (length, length).</summary>
    /// <param name="name">The name of the numbers.</param>
    /// <param name="numbers">They, from distances.</param>
    internal string ByDistance(string name, Func<Tensor, Tensor> numbers) =>
        graph.Node("Gather", graph.WholeTable(name, numbers(AllDistances())), Shifted);

    /// <summary>The place of each pair's distance in a table of all distances, (length, length).</summary>
    private string Shifted => graph.Node("Add", Distances, graph.Scalar(_longest - 1));

    private Tensor AllDistances() => arange(1 - _longest, _longest);

    private string First(string all) => graph.Node("Slice", all, graph.Whole(0), graph.Whole(1), graph.Whole(2));

    /// <summary>0 where something is seen, a very small number where not.</summary>
    private string Hidden(string seen) =>
        graph.Node("Mul", graph.Node("Sub", graph.Number(1), seen), graph.Number(Unseen));

    private string Cast(string x) => graph.Node("Cast", [x], [GraphBuilder.Int("to", Float)]);
}
