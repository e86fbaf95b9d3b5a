using TextBrewer.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;
using DataType = TextBrewer.Onnx.Schema.TensorProto.Types.DataType;

namespace TextBrewer.Onnx.Tests.Emulation;

/// <summary>
/// Runs a graph operator by operator from the file's own weights and scales: real numbers in float64, whole numbers and their products
/// exactly, quantisation in float32 as ONNX specifies it.
/// </summary>
internal sealed class GraphEvaluator(GraphProto graph)
{
    /// <summary>The outputs by name.</summary>
    /// <param name="inputs">The inputs by name.</param>
    /// <param name="rounding">How values are quantised.</param>
    internal Dictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, Rounding rounding)
    {
        Dictionary<string, Tensor> values = new(inputs);
        foreach (TensorProto weight in graph.Initializer) values[weight.Name] = Constant(weight);
        foreach (NodeProto node in graph.Node)
        {
            Tensor[] results = Node(node, [.. node.Input.Select(name => values[name])], rounding);
            foreach ((string name, Tensor result) in node.Output.Zip(results)) values[name] = result;
        }
        return graph.Output.ToDictionary(output => output.Name, output => values[output.Name]);
    }

    private static Tensor[] Node(NodeProto node, Tensor[] x, Rounding rounding)
    {
        switch (node.OpType)
        {
            case "DynamicQuantizeLinear":
                (Tensor quantised, Tensor scale, Tensor zero) = rounding.Quantize(node.Name, x[0]);
                return [quantised, scale, zero];
            case "Split":
                return [.. x[0].split([.. Whole(x[1])], Int(node, "axis"))];
            default:
                return [Single(node, x)];
        }
    }

    private static Tensor Single(NodeProto node, Tensor[] x) => node.OpType switch
    {
        "Identity" => x[0],
        "Add" or "Sum" => x.Aggregate((sum, next) => sum + next),
        "Sub" => x[0] - x[1],
        "Mul" => x[0] * x[1],
        "Div" => x[0] / x[1],
        "MatMul" => x[0].matmul(x[1]),
        "MatMulInteger" => (x[0] - x[2]).matmul((x[1] - x[3]).to(ScalarType.Float64)), // below 2⁵³: exact
        "Attention" => Attention(node, x),
        "LayerNormalization" => nn.functional
            .layer_norm(x[0], [x[0].shape[^1]], x[1], x.ElementAtOrDefault(2), Attribute(node, "epsilon").F),
        "RotaryEmbedding" => Rotary(node, x),
        "GatherElements" => x[0].gather(Int(node, "axis"), x[1]),
        "Range" => arange(x[0].item<long>(), x[1].item<long>(), x[2].item<long>()),
        "Squeeze" => x[0].squeeze(Whole(x[1])[0]),
        "LessOrEqual" => x[0].le(x[1]),
        "Abs" => x[0].abs(),
        "ReduceSum" => x[0].sum(Whole(x[1])),
        "Erf" => x[0].erf(),
        "Tanh" => x[0].tanh(),
        "Relu" => x[0].relu(),
        "Equal" => x[0].eq(x[1]),
        "Not" => x[0].logical_not(),
        "CumSum" => x[0].cumsum(x[1].item<long>()),
        "Cast" => x[0].to(Int(node, "to") == (long)DataType.Float ? ScalarType.Float64 : ScalarType.Int64),
        "Shape" => Shape(node, x[0]),
        "Reshape" => x[0].reshape([.. Whole(x[1]).Select((size, i) => size == 0 ? x[0].shape[i] : size)]),
        "Transpose" => x[0].permute([.. Attribute(node, "perm").Ints]),
        "Unsqueeze" => Whole(x[1]).Order().Aggregate(x[0], (value, axis) => value.unsqueeze(axis)),
        "Concat" => cat(x, Int(node, "axis")),
        "Expand" => x[0] + zeros(Whole(x[1]), x[0].dtype), // either side may be the wider one
        "Slice" => x[0].slice(x.Length > 3 ? Whole(x[3])[0] : 0, Whole(x[1])[0], Whole(x[2])[0], 1),
        "Gather" => Gather(x[0], x[1], Int(node, "axis")),
        _ => throw new NotSupportedException($"The operator {node.OpType} is not emulated."),
    };

    private static Tensor Attention(NodeProto node, Tensor[] x)
    {
        (Tensor query, Tensor key, Tensor value) = (Heads(x[0]), Heads(x[1]), Heads(x[2])); // (batch, heads, length, size)
        AttributeProto? own = node.Attribute.FirstOrDefault(attribute => attribute.Name == "scale");
        double scale = own?.F ?? (1 / Math.Sqrt(query.shape[^1]));
        Tensor scores = (query.matmul(key.transpose(-1, -2)) * scale) + x[3]; // (batch, heads, rows, length)
        return scores.softmax(-1).matmul(value).transpose(1, 2).flatten(2); // (batch, rows, width)

        Tensor Heads(Tensor all) => all.view(all.shape[0], all.shape[1], Int(node, "q_num_heads"), -1).transpose(1, 2);
    }

    private static Tensor Rotary(NodeProto node, Tensor[] x)
    {
        Tensor heads = x[0].unflatten(2, Int(node, "num_heads"), -1); // (batch, length, heads, size)
        Tensor cosines = x[1][x[3]].unsqueeze(2), sines = x[2][x[3]].unsqueeze(2); // (batch, length, 1, size / 2)
        Tensor[] halves = heads.chunk(2, -1);
        return cat([(halves[0] * cosines) - (halves[1] * sines), (halves[1] * cosines) + (halves[0] * sines)], -1).flatten(2);
    }

    private static Tensor Shape(NodeProto node, Tensor x)
    {
        int end = node.Attribute.Any(attribute => attribute.Name == "end") ? (int)Int(node, "end") : x.shape.Length;
        return tensor(x.shape[(int)Int(node, "start")..end]);
    }

    private static Tensor Gather(Tensor table, Tensor indices, long axis)
    {
        Tensor rows = table.index_select(axis, indices.flatten());
        return rows.reshape([.. table.shape[..(int)axis], .. indices.shape, .. table.shape[((int)axis + 1)..]]);
    }

    private static Tensor Constant(TensorProto weight)
    {
        long[] shape = [.. weight.Dims];
        byte[] raw = weight.RawData.ToByteArray();
        switch ((DataType)weight.DataType)
        {
            case DataType.Float:
                float[] numbers = raw.Length > 0 ? Read<float>(raw) : [.. weight.FloatData];
                return tensor(numbers, shape).to(ScalarType.Float64);
            case DataType.Int64:
                return tensor(raw.Length > 0 ? Read<long>(raw) : [.. weight.Int64Data], shape);
            case DataType.Int8:
                return tensor(Read<sbyte>(raw), shape).to(ScalarType.Int64);
            default:
                throw new NotSupportedException($"Weights of type {weight.DataType} are not emulated.");
        }
    }

    private static T[] Read<T>(byte[] raw) where T : struct => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(raw).ToArray();

    private static long[] Whole(Tensor x) => x.data<long>().ToArray();

    private static long Int(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? 0;

    private static AttributeProto Attribute(NodeProto node, string name) => node.Attribute.Single(attribute => attribute.Name == name);
}
