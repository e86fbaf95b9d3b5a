using Google.Protobuf;
using TextBrewer.Onnx.Schema;
using AttributeType = TextBrewer.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Writes an exported model (the runtime form, with ai.onnx's <c>Attention</c>) anew with ONNX Runtime's own operators for attention.
/// </summary>
internal static class AttentionForms
{
    private const string RuntimeDomain = "com.microsoft";

    /// <summary><c>MultiHeadAttention</c>, with the mask itself, (batch, length).</summary>
    internal static void Separate(string source, string target) => Rewrite(source, target, (graph, attention) =>
        new() { OpType = "MultiHeadAttention", Input = { attention.Input.Take(3).Concat(["", "keep"]) } });

    /// <summary>The older <c>Attention</c>, which has one product of queries, keys and values in it.</summary>
    internal static void Merged(string source, string target) => Rewrite(source, target, (graph, attention) =>
    {
        NodeProto[] adds = [.. attention.Input.Take(3).Select(value => Maker(graph, value))];
        NodeProto[] products = [.. adds.Select(add => Maker(graph, add.Input[0]))];
        TensorProto[] weights = [.. products.Select(product => Constant(graph, product.Input[1]))];
        TensorProto[] biases = [.. adds.Select(add => Constant(graph, add.Input[1]))];
        foreach (NodeProto gone in adds.Concat(products)) graph.Node.Remove(gone);
        (int rows, int columns) = ((int)weights[0].Dims[0], (int)weights[0].Dims[1]);
        TensorProto weight = Beside(attention.Name + ".weight", weights, rows), bias = Beside(attention.Name + ".bias", biases, 1);
        (weight.Dims[1], bias.Dims[0]) = (3 * columns, 3 * columns);
        graph.Initializer.Add([weight, bias]);
        return new() { OpType = "Attention", Input = { products[0].Input[0], weight.Name, bias.Name, "keep" } };
    });

    /// <summary>Float32 values row by row side by side.</summary>
    private static TensorProto Beside(string name, TensorProto[] parts, int rows)
    {
        int row = parts[0].RawData.Length / rows;
        byte[] Row(TensorProto part, int r) => part.RawData.Span.Slice(r * row, row).ToArray();
        byte[] bytes = [.. Enumerable.Range(0, rows).SelectMany(r => parts.SelectMany(part => Row(part, r)))];
        return new() { Name = name, DataType = 1, Dims = { parts[0].Dims }, RawData = ByteString.CopyFrom(bytes) };
    }

    private static TensorProto Constant(GraphProto graph, string name) => graph.Initializer.Single(tensor => tensor.Name == name);

    private static void Rewrite(string source, string target, Func<GraphProto, NodeProto, NodeProto> change)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(source));
        foreach (NodeProto attention in model.Graph.Node.Where(node => node.OpType == "Attention").ToArray())
        {
            NodeProto changed = change(model.Graph, attention);
            (changed.Name, changed.Domain) = (attention.Name, RuntimeDomain);
            changed.Output.Add(attention.Output);
            changed.Attribute.Add(Int("num_heads", attention.Attribute.First(a => a.Name == "q_num_heads").I));
            model.Graph.Node[model.Graph.Node.IndexOf(attention)] = changed;
        }
        NodeProto cast = new() { OpType = "Cast", Input = { "attention_mask" }, Output = { "keep" }, Attribute = { Int("to", 6) } };
        model.Graph.Node.Insert(0, cast);
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = RuntimeDomain, Version = 1 });
        using FileStream file = File.Create(target);
        model.WriteTo(file);
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private static NodeProto Maker(GraphProto graph, string value) => graph.Node.Single(node => node.Output.Contains(value));
}
