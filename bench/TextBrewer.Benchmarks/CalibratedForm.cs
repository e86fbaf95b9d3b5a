using Google.Protobuf;
using TextBrewer.Onnx.Running;
using TextBrewer.Onnx.Schema;
using TorchSharp;

namespace TextBrewer.Benchmarks;

/// <summary>
/// Static quantisation, to compare the exporter's dynamic one with: what goes into a product is quantised by a scale and a zero point that
/// were found on training texts. Written as <c>QuantizeLinear</c> and <c>DequantizeLinear</c> around the products, which ONNX Runtime
/// fuses.
/// </summary>
internal static class CalibratedForm
{
    private const string Float32Weight = ".weight.T", Int8Weight = ".weight.int8";

    /// <summary>The smallest and the largest value that goes into each product, text by text.</summary>
    /// <param name="float32">The exported model in float32.</param>
    /// <param name="probe">A path for a file that gives these values as outputs.</param>
    /// <param name="texts">The training texts.</param>
    internal static Dictionary<string, (double Low, double High)[]> Ranges(
        string float32,
        string probe,
        IEnumerable<Dictionary<string, torch.Tensor>> texts)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(float32));
        NodeProto[] found = [.. model.Graph.Node.Where(IsProduct)]; // all of them before the first is changed
        string[] products = [.. found.Select(node => Product(model, node))];
        Save(model, probe);
        using OnnxModel session = OnnxModel.Load(probe);
        Dictionary<string, List<(double, double)>> ranges = products.ToDictionary(name => name, _ => new List<(double, double)>());
        foreach (Dictionary<string, torch.Tensor> text in texts)
        {
            using var scope = torch.NewDisposeScope();
            IReadOnlyDictionary<string, torch.Tensor> outputs = session.Run(text);
            foreach (string name in products) ranges[name].Add((outputs[$"{name}.low"].ToSingle(), outputs[$"{name}.high"].ToSingle()));
        }
        return ranges.ToDictionary(r => r.Key, r => r.Value.ToArray());
    }

    /// <summary>Writes the int8 model anew with constant scales and zero points.</summary>
    internal static void Write(string int8, string target, IReadOnlyDictionary<string, (double Low, double High)> ranges)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(int8));
        foreach (NodeProto product in model.Graph.Node.Where(node => node.OpType == "MatMulInteger").ToArray())
        {
            string name = product.Input[1][..^Int8Weight.Length];
            string part = name.Split('+')[0]; // what goes into merged products goes into each of them
            NodeProto quantized = model.Graph.Node.First(node => node.Output.Contains(product.Input[0]));
            NodeProto cast = User(model, product.Output[0]), scaled = User(model, cast.Output[0]);
            NodeProto scale = model.Graph.Node.First(node => node.Output.Contains(scaled.Input[1]));
            (double low, double high) = (Math.Min(ranges[part].Low, 0), Math.Max(ranges[part].High, 0));
            float step = (float)Math.Max((high - low) / 255, 1e-9);
            int zero = (int)Math.Clamp(Math.Round(-low / step), 0, 255);
            model.Graph.Initializer.Add(new TensorProto { Name = $"{name}.input.scale", DataType = 1, FloatData = { step } });
            model.Graph.Initializer.Add(new TensorProto { Name = $"{name}.input.zero", DataType = 2, Int32Data = { zero } });
            NodeProto[] made =
            [
                Node("QuantizeLinear", $"{name}.quantized", quantized.Input[0], $"{name}.input.scale", $"{name}.input.zero"),
                Node("DequantizeLinear", $"{name}.rounded", $"{name}.quantized", $"{name}.input.scale", $"{name}.input.zero"),
                Node("DequantizeLinear", $"{name}.weight", product.Input[1], $"{name}.weight.scale", $"{name}.weight.zero"),
                Node("MatMul", scaled.Output[0], $"{name}.rounded", $"{name}.weight"),
            ];
            made[2].Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
            int place = model.Graph.Node.IndexOf(quantized);
            foreach (NodeProto gone in (NodeProto[])[quantized, product, cast, scale, scaled]) model.Graph.Node.Remove(gone);
            for (int i = 0; i < made.Length; i++) model.Graph.Node.Insert(place + i, made[i]);
        }
        Save(model, target);
    }

    private static bool IsProduct(NodeProto node) =>
        node.OpType == "MatMul" && node.Input[1].EndsWith(Float32Weight, StringComparison.Ordinal);

    private static string Product(ModelProto model, NodeProto product)
    {
        string name = product.Input[1][..^Float32Weight.Length];
        int place = model.Graph.Node.IndexOf(product);
        foreach ((string type, string end) in new[] { ("ReduceMin", "low"), ("ReduceMax", "high") })
        {
            NodeProto node = Node(type, $"{name}.{end}", product.Input[0]);
            node.Attribute.Add(new AttributeProto { Name = "keepdims", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
            model.Graph.Node.Insert(place, node);
            TypeProto.Types.Tensor scalar = new() { ElemType = 1, Shape = new TensorShapeProto() };
            model.Graph.Output.Add(new ValueInfoProto { Name = $"{name}.{end}", Type = new TypeProto { TensorType = scalar } });
        }
        return name;
    }

    private static NodeProto Node(string type, string output, params string[] inputs) =>
        new() { OpType = type, Name = output, Input = { inputs }, Output = { output } };

    private static NodeProto User(ModelProto model, string value) => model.Graph.Node.Single(node => node.Input.Contains(value));

    private static void Save(ModelProto model, string path)
    {
        using FileStream file = File.Create(path);
        model.WriteTo(file);
    }
}
