using Google.Protobuf;
using TextBrewer.Configuration;
using TextBrewer.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests;

/// <summary>Writes small ONNX files node by node. A shape is written as <c>"batch,4"</c>; an empty one leaves it open.</summary>
internal sealed class SmallGraph
{
    private readonly GraphProto _graph = new() { Name = "small" };

    /// <summary>Declares an input.</summary>
    internal SmallGraph Input(string name, TensorProto.Types.DataType type, string shape)
    {
        _graph.Input.Add(Value(name, type, shape));
        return this;
    }

    /// <summary>Declares an output.</summary>
    internal SmallGraph Output(string name, TensorProto.Types.DataType type, string shape)
    {
        _graph.Output.Add(Value(name, type, shape));
        return this;
    }

    /// <summary>Adds a constant of float32.</summary>
    internal SmallGraph Constant(string name, Tensor values)
    {
        _graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { values.shape },
            RawData = ByteString.CopyFrom(values.contiguous().bytes)
        });
        return this;
    }

    /// <summary>Adds an operator; inputs and outputs are written as <c>"a,b"</c>.</summary>
    internal SmallGraph Node(string type, string inputs, string outputs, params AttributeProto[] attributes)
    {
        _graph.Node.Add(
            new NodeProto { OpType = type, Input = { inputs.Split(',') }, Output = { outputs.Split(',') }, Attribute = { attributes } });
        return this;
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Its path.</returns>
    internal string Write(string path)
    {
        ModelProto model = new()
        {
            IrVersion = 8,
            ProducerName = "tests",
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } }
        };
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }

    /// <summary><c>y = tanh(x · weight + bias)</c> and <c>sum = x · weight + bias</c>, x (batch, n), both outputs (batch, m).</summary>
    /// <param name="weight">(n, m).</param>
    /// <param name="bias">(m).</param>
    internal static SmallGraph Dense(Tensor weight, Tensor bias) => new SmallGraph()
        .Input("x", TensorProto.Types.DataType.Float, $"batch,{weight.shape[0]}")
        .Constant("weight", weight).Constant("bias", bias)
        .Node("MatMul", "x,weight", "product").Node("Add", "product,bias", "sum").Node("Tanh", "sum", "y")
        .Output("y", TensorProto.Types.DataType.Float, $"batch,{weight.shape[1]}")
        .Output("sum", TensorProto.Types.DataType.Float, $"batch,{weight.shape[1]}");

    /// <summary><c>y = x</c>, of one type and shape.</summary>
    internal static SmallGraph Identity(TensorProto.Types.DataType type, string shape) =>
        new SmallGraph().Input("x", type, shape).Node("Identity", "x", "y").Output("y", type, shape);

    private static ValueInfoProto Value(string name, TensorProto.Types.DataType type, string shape)
    {
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)type };
        if (shape.Length > 0) tensor.Shape = new TensorShapeProto { Dim = { shape.Split(',').Select(Dimension) } };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private static TensorShapeProto.Types.Dimension Dimension(string size) =>
        long.TryParse(size, out long value) ? new() { DimValue = value } : new() { DimParam = size };
}
