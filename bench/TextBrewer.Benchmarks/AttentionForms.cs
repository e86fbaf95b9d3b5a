using Google.Protobuf;
using TextBrewer.Onnx.Schema;
using AttributeType = TextBrewer.Onnx.Schema.AttributeProto.Types.AttributeType;

namespace TextBrewer.Benchmarks;

/// <summary>Writes an exported model (the runtime form, with ai.onnx's <c>Attention</c>) anew with ONNX Runtime's own operators for attention.</summary>
internal static class AttentionForms
{
    private const string RuntimeDomain = "com.microsoft";

    /// <summary><c>MultiHeadAttention</c>, with the mask itself, (batch, length).</summary>
    internal static void Separate(string source, string target) => Rewrite(source, target, (graph, attention) =>
        new() { OpType = "MultiHeadAttention", Input = { attention.Input.Take(3).Concat(["", "keep"]) } });

    /// <summary>The older <c>Attention</c>, which has the product of queries, keys and values in it.</summary>
    internal static void Merged(string source, string target) => Rewrite(source, target, (graph, attention) =>
    {
        NodeProto split = Maker(graph, attention.Input[0]), add = Maker(graph, split.Input[0]), product = Maker(graph, add.Input[0]);
        foreach (NodeProto gone in new[] { split, add, product }) graph.Node.Remove(gone);
        return new() { OpType = "Attention", Input = { product.Input[0], product.Input[1], add.Input[1], "keep" } }; // rows, weight, bias, mask
    });

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
        model.Graph.Node.Insert(0, new NodeProto { OpType = "Cast", Input = { "attention_mask" }, Output = { "keep" }, Attribute = { Int("to", 6) } });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = RuntimeDomain, Version = 1 });
        using FileStream file = File.Create(target);
        model.WriteTo(file);
    }

    private static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private static NodeProto Maker(GraphProto graph, string value) => graph.Node.Single(node => node.Output.Contains(value));
}
