using TextBrewer.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Exporting;

/// <summary>The layers that models are made of, from weights under the names of a checkpoint.</summary>
internal sealed class WeightedGraph(GraphBuilder graph, IReadOnlyDictionary<string, Tensor> weights)
{
    internal GraphBuilder Graph => graph;

    /// <summary>Whether the model has a tensor.</summary>
    internal bool Has(string name) => weights.ContainsKey(name);

    /// <summary>The values of a tensor.</summary>
    internal Tensor Values(string name) => weights[name];

    /// <summary>A tensor as it is.</summary>
    internal string Weight(string name) => graph.Weight(name, weights[name]);

    /// <summary>A dense layer; its weight stands transposed in the file, as a matrix product takes it.</summary>
    internal string Linear(string x, string layer)
    {
        using DisposeScope scope = NewDisposeScope();
        string product = graph.Node("MatMul", x, graph.Weight($"{layer}.weight.T", weights[$"{layer}.weight"].t()));
        return graph.Node("Add", product, Weight($"{layer}.bias"));
    }

    /// <summary>Layer normalisation over the last dimension.</summary>
    internal string Norm(string x, string layer, double epsilon) =>
        graph.Node("LayerNormalization", [x, Weight($"{layer}.weight"), Weight($"{layer}.bias")], [GraphBuilder.Int("axis", -1), GraphBuilder.Float("epsilon", epsilon)]);

    /// <summary>An activation by its name in a config.</summary>
    /// <exception cref="NotSupportedException">There is no such operator.</exception>
    internal string Activation(string x, string name) => name switch
    {
        "gelu" or "gelu_python" => Half(x, graph.Node("Erf", graph.Node("Div", x, graph.Number(MathF.Sqrt(2))))),
        "gelu_new" or "gelu_fast" or "gelu_accurate" or "gelu_pytorch_tanh" => Half(x, graph.Node("Tanh", graph.Node("Mul", graph.Number((float)Math.Sqrt(2 / Math.PI)), Cubic(x)))),
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

    private string Half(string x, string curve) => graph.Node("Mul", graph.Node("Mul", x, graph.Node("Add", curve, graph.Number(1))), graph.Number(0.5f));

    private string Cubic(string x) => graph.Node("Add", x, graph.Node("Mul", graph.Number(0.044715f), graph.Node("Mul", x, Square(x))));
}
