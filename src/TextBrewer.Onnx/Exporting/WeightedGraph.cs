using TextBrewer.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>The layers that models are made of, from weights under the names of a checkpoint.</summary>
/// <param name="graph">The graph.</param>
/// <param name="weights">The weights.</param>
/// <param name="form">The form that is written.</param>
/// <param name="float32Layers">Products and tables that stay in float32 in the int8 form.</param>
internal sealed class WeightedGraph(
    GraphBuilder graph,
    IReadOnlyDictionary<string, Tensor> weights,
    ExportForm form,
    IReadOnlySet<string> float32Layers)
{
    private readonly Dictionary<string, Tensor> _weights = new(weights, StringComparer.Ordinal);
    private readonly List<string> _quantizable = [];

    /// <summary>The form that is written.</summary>
    internal ExportForm Form => form;

    internal GraphBuilder Graph => graph;

    /// <summary>The products and tables that have an int8 form, in the order in which they were written.</summary>
    internal IReadOnlyList<string> Quantizable => _quantizable;

    /// <summary>Whether the model has a tensor.</summary>
    internal bool Has(string name) => _weights.ContainsKey(name);

    /// <summary>The values of a tensor.</summary>
    internal Tensor Values(string name) => _weights[name];

    /// <summary>A tensor as it is.</summary>
    internal string Weight(string name) => graph.Weight(name, _weights[name]);

    /// <summary>
    /// Takes a dense layer apart, whose outputs stand side by side: each part is a layer of its own from then on, its number behind the
    /// name.
    /// </summary>
    internal string[] Parts(string layer, int parts)
    {
        string[] names = [.. Enumerable.Range(0, parts).Select(i => FormattableString.Invariant($"{layer}.{i}"))];
        foreach (string kind in (string[])["weight", "bias"])
        {
            if (!_weights.TryGetValue($"{layer}.{kind}", out Tensor? whole)) continue;
            foreach ((string name, Tensor part) in names.Zip(whole.chunk(parts, 0))) _weights[$"{name}.{kind}"] = part;
        }
        return names;
    }

    /// <summary>The first position alone, (batch, length, width) → (batch, 1, width).</summary>
    internal string First(string x) => graph.Node("Slice", x, graph.Whole(0), graph.Whole(1), graph.Whole(1));

    /// <summary>A dense layer; its weight stands transposed in the file, as a matrix product takes it.</summary>
    internal string Linear(string x, string layer) => Linear(x, [layer]);

    /// <summary>Several dense layers over the same input as one product, their outputs side by side.</summary>
    internal string Linear(string x, string[] layers)
    {
        using DisposeScope scope = NewDisposeScope();
        string name = string.Join('+', layers);
        Tensor weight = cat([.. layers.Select(layer => _weights[$"{layer}.weight"])], 0).t(); // (in, out)
        string product = IsInt8(name) ? Quantized(x, name, weight) : graph.Node("MatMul", x, graph.Weight($"{name}.weight.T", weight));
        if (!layers.Any(layer => Has($"{layer}.bias"))) return product;
        return graph.Node("Add", product, graph.Weight($"{name}.bias", cat([.. layers.Select(layer => _weights[$"{layer}.bias"])], 0)));
    }

    /// <summary>Rows of a table of embeddings; in int8 each row has a scale of its own.</summary>
    internal string Rows(string table, string ids)
    {
        if (!IsInt8(table)) return graph.Node("Gather", Weight(table), ids);
        using DisposeScope scope = NewDisposeScope();
        (Tensor values, Tensor scales) = Quantization.Rows(_weights[table]); // (rows, width), (rows, 1)
        string rows = graph.Node("Cast", [graph.Node("Gather", graph.Bytes($"{table}.int8", values), ids)], [GraphBuilder.Int("to", 1)]);
        return graph.Node("Mul", rows, graph.Node("Gather", graph.Weight($"{table}.scale", scales), ids));
    }

    private bool IsInt8(string layer)
    {
        _quantizable.Add(layer);
        return form == ExportForm.Int8 && !float32Layers.Contains(layer);
    }

    /// <summary>
    /// The product of an input that is quantised as it comes and a weight of int8 with a scale for each column. The operators stand as ONNX
    /// Runtime fuses them: one quantisation for one product, zero points and scales constant.
    /// </summary>
    private string Quantized(string x, string layer, Tensor weight)
    {
        // A layer that is used twice has its weight twice: with both sides as uint8 ONNX Runtime adds a weight of the same name for each
        // product, and fails on the second.
        int uses = _quantizable.Count(other => other == layer);
        string name = uses == 1 ? layer : FormattableString.Invariant($"{layer}.{uses}");
        (Tensor values, Tensor scales) = Quantization.Columns(weight); // (in, out), (out)
        string[] input = graph.Nodes("DynamicQuantizeLinear", [x], 3); // values, scale, zero point
        string product = graph.Node(
            "MatMulInteger",
            input[0],
            graph.Bytes($"{name}.weight.int8", values),
            input[2],
            graph.Bytes($"{name}.weight.zero", zeros_like(scales)));
        string whole = graph.Node("Cast", [product], [GraphBuilder.Int("to", 1)]);
        return graph.Node("Mul", whole, graph.Node("Mul", input[1], graph.Weight($"{name}.weight.scale", scales)));
    }

    /// <summary>Layer normalisation over the last dimension.</summary>
    internal string Norm(string x, string layer, double epsilon) =>
        graph.Node(
            "LayerNormalization",
            [x, Weight($"{layer}.weight"), .. Has($"{layer}.bias") ? (string[])[Weight($"{layer}.bias")] : []],
            [GraphBuilder.Int("axis", -1), GraphBuilder.Float("epsilon", epsilon)]);

    /// <summary>
    /// The sum of two values, normalised. For ONNX Runtime it is a <c>Sum</c>, which costs what an <c>Add</c> does: that one its fusion
    /// would make a <c>SkipLayerNormalization</c> of, which takes several times as long as sum and norm.
    /// </summary>
    internal string SumNorm(string x, string skip, string layer, double epsilon) =>
        Norm(graph.Node(form == ExportForm.Portable ? "Add" : "Sum", x, skip), layer, epsilon);

    /// <summary>An activation by its name in a config.</summary>
    /// <exception cref="NotSupportedException">There is no such operator.</exception>
    internal string Activation(string x, string name) => name switch
    {
        "gelu" or "gelu_python" => Half(x, graph.Node("Erf", graph.Node("Div", x, graph.Number(MathF.Sqrt(2))))),
        "gelu_new" or "gelu_fast" or "gelu_accurate" or "gelu_pytorch_tanh" => Half(
            x,
            graph.Node("Tanh", graph.Node("Mul", graph.Number((float)Math.Sqrt(2 / Math.PI)), Cubic(x)))),
        "gelu_10" => graph.Node("Clip", Activation(x, "gelu"), graph.Number(-10), graph.Number(10)),
        "quick_gelu" => graph.Node("Mul", x, graph.Node("Sigmoid", graph.Node("Mul", x, graph.Number(1.702f)))),
        "relu" => graph.Node("Relu", x),
        "relu2" => Square(graph.Node("Relu", x)),
        "relu6" => graph.Node("Clip", x, graph.Number(0), graph.Number(6)),
        "leaky_relu" => graph.Node("LeakyRelu", [x], [GraphBuilder.Float("alpha", 0.01)]),
        "silu" or "swish" => graph.Node("Mul", x, graph.Node("Sigmoid", x)),
        "mish" => graph.Node("Mul", x, graph.Node("Tanh", graph.Node("Softplus", x))),
        "tanh" => graph.Node("Tanh", x),
        "sigmoid" => graph.Node("Sigmoid", x),
        "linear" => x,
        _ => throw new NotSupportedException($"The activation '{name}' has no form in ONNX here."),
    };

    private string Square(string x) => graph.Node("Mul", x, x);

    private string Half(string x, string curve) =>
        graph.Node("Mul", graph.Node("Mul", x, graph.Node("Add", curve, graph.Number(1))), graph.Number(0.5f));

    private string Cubic(string x) => graph.Node("Add", x, graph.Node("Mul", graph.Number(0.044715f), graph.Node("Mul", x, Square(x))));
}
