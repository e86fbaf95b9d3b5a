using Google.Protobuf;
using TextBrewer.Fuzz.Cases;
using TextBrewer.Onnx.Schema;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Damages an ONNX graph node by node and tensor by tensor, and leaves it protobuf.</summary>
internal static class GraphMutation
{
    private static readonly long[] Sizes =
        [0, 1, -1, 2, 3, 7, 24, 64, 1000, int.MaxValue, int.MinValue, 1L << 32, 1L << 40, long.MaxValue, long.MinValue];

    private static readonly string[] Operators =
    [
        "MatMul", "Gemm", "Add", "Mul", "Reshape", "Gather", "Softmax", "Attention", "LayerNormalization", "Transpose", "Slice", "Concat",
        "Expand", "Where", "Cast", "Loop", "If", "Scan", "ConstantOfShape", "Range", "Tile", "Pad", "TopK", "Conv", "LSTM", "GRU",
        "DynamicQuantizeLinear", "MatMulInteger", "Split", "Squeeze", "Unsqueeze", "Resize", "Einsum", "StringNormalizer", "NonZero",
        "SequenceConstruct", "Identity", "Shape", "OneHot", "CumSum", "ReduceSum", "RandomNormal", "QuantizeLinear", "DequantizeLinear",
    ];

    internal static byte[] Of(byte[] bytes, Random random)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(bytes);
        for (int i = random.Next(3); i >= 0; i--) Damage(model, random);
        return model.ToByteArray();
    }

    private static void Damage(ModelProto model, Random random)
    {
        GraphProto graph = model.Graph;
        NodeProto node = graph.Node.Count > 0 ? graph.Node[random.Next(graph.Node.Count)] : new NodeProto();
        TensorProto tensor = graph.Initializer.Count > 0 ? graph.Initializer[random.Next(graph.Initializer.Count)] : new TensorProto();
        switch (random.Next(14))
        {
            case 0: node.OpType = Operators[random.Next(Operators.Length)]; break;
            case 1 when node.Input.Count > 0: node.Input[random.Next(node.Input.Count)] = Value(graph, random); break;
            case 2: node.Input.Add(Value(graph, random)); break;
            case 3 when node.Input.Count > 0: node.Input.RemoveAt(random.Next(node.Input.Count)); break;
            case 4 when node.Output.Count > 0: node.Output[random.Next(node.Output.Count)] = Value(graph, random); break;
            case 5: graph.Node.Remove(node); break;
            case 6: graph.Node.Insert(random.Next(graph.Node.Count + 1), node.Clone()); break;
            case 7: Attribute(node, graph, random); break;
            case 8 when tensor.Dims.Count > 0: tensor.Dims[random.Next(tensor.Dims.Count)] = Sizes[random.Next(Sizes.Length)]; break;
            case 9: tensor.Dims.Add(Sizes[random.Next(Sizes.Length)]); break;
            case 10: tensor.DataType = random.Next(-1, 25); break;
            case 11: tensor.RawData = ByteString.CopyFrom(Mutations.Bytes(tensor.RawData.ToByteArray(), random, [])); break;
            case 12: External(tensor, random); break;
            default: Head(model, random); break;
        }
    }

    private static string Value(GraphProto graph, Random random) => random.Next(4) switch
    {
        0 when graph.Initializer.Count > 0 => graph.Initializer[random.Next(graph.Initializer.Count)].Name,
        1 => "",
        2 when graph.Input.Count > 0 => graph.Input[random.Next(graph.Input.Count)].Name,
        _ when graph.Node.Count > 0 && graph.Node[random.Next(graph.Node.Count)].Output is [{ } name, ..] => name,
        _ => "nothing",
    };

    private static void Attribute(NodeProto node, GraphProto graph, Random random)
    {
        AttributeProto attribute = node.Attribute.Count > 0 && random.Next(3) > 0
            ? node.Attribute[random.Next(node.Attribute.Count)]
            : new AttributeProto { Name = random.Next(2) == 0 ? "axis" : "body", Type = AttributeProto.Types.AttributeType.Int };
        if (!node.Attribute.Contains(attribute)) node.Attribute.Add(attribute);
        switch (random.Next(6))
        {
            case 0: attribute.Type = (AttributeProto.Types.AttributeType)random.Next(0, 16); break;
            case 1: attribute.I = Sizes[random.Next(Sizes.Length)]; break;
            case 2: attribute.Ints.Add(Sizes[random.Next(Sizes.Length)]); break;
            case 3: attribute.F = float.NaN; break;
            case 4: attribute.S = ByteString.CopyFromUtf8(OddValues.Text(random, [])); break;
            default:
                attribute.Type = AttributeProto.Types.AttributeType.Graph;
                attribute.G = Nested(graph, random.Next(3) == 0 ? 40 : 2);
                break;
        }
    }

    private static GraphProto Nested(GraphProto graph, int depth)
    {
        GraphProto inner = new() { Name = "inner", Node = { graph.Node.Take(2).Select(node => node.Clone()) }, Output = { graph.Output } };
        for (int i = 0; i < depth; i++)
        {
            AttributeProto body = new() { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = inner };
            NodeProto node = new() { OpType = "If", Input = { "input_ids" }, Attribute = { body } };
            inner = new GraphProto { Name = $"level {i}", Node = { node } };
        }
        return inner;
    }

    private static void External(TensorProto tensor, Random random)
    {
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        if (random.Next(2) == 0) tensor.RawData = ByteString.Empty;
        tensor.ExternalData.Add(new StringStringEntryProto
        {
            Key = random.Next(4) switch { 0 => "offset", 1 => "length", _ => "location" },
            Value = random.Next(3) == 0
                ? $"{Sizes[random.Next(Sizes.Length)]}"
                : OddValues.PathsOutside[random.Next(OddValues.PathsOutside.Count)],
        });
    }

    private static void Head(ModelProto model, Random random)
    {
        switch (random.Next(6))
        {
            case 0: model.IrVersion = Sizes[random.Next(Sizes.Length)]; break;
            case 1: model.OpsetImport.Clear(); break;
            case 2:
                string domain = random.Next(2) == 0 ? "" : "ai.onnx.ml";
                model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = random.Next(-1, 30) });
                break;
            case 3 when model.Graph.Input.Count > 0: model.Graph.Input.RemoveAt(random.Next(model.Graph.Input.Count)); break;
            case 4 when model.Graph.Output.Count > 0: model.Graph.Output[0].Type = null; break;
            default:
                if (model.Graph.Input.Count > 0) model.Graph.Input[0].Type.TensorType.ElemType = random.Next(-1, 25);
                break;
        }
    }
}
