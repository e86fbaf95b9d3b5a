using System.Globalization;
using Google.Protobuf;
using TextBrewer.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;
using AttributeType = TextBrewer.Onnx.Schema.AttributeProto.Types.AttributeType;
using DataType = TextBrewer.Onnx.Schema.TensorProto.Types.DataType;

namespace TextBrewer.Onnx.Exporting;

/// <summary>Builds a graph node by node; every method gives the name of the value that it makes.</summary>
/// <param name="store">Where the values of weights go; null: nowhere, the graph is only looked at.</param>
internal sealed class GraphBuilder(WeightStore? store)
{
    private readonly GraphProto _graph = new();
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>An input of whole numbers; its sizes have names.</summary>
    internal string Input(string name, params string[] sizes)
    {
        _graph.Input.Add(Value(name, DataType.Int64, sizes));
        return name;
    }

    /// <summary>Names a value as an output. A size is a number or a name.</summary>
    internal void Output(string name, string value, params string[] sizes)
    {
        Add("Identity", [value], [name]);
        _graph.Output.Add(Value(name, DataType.Float, sizes));
    }

    /// <summary>A weight in float32, under the name that checkpoints have.</summary>
    internal string Weight(string name, Tensor values)
    {
        if (_constants.TryGetValue(name, out string? known)) return known;
        using DisposeScope scope = NewDisposeScope();
        return Keep(name, DataType.Float, values.detach().cpu().to(ScalarType.Float32).contiguous());
    }

    /// <summary>Whole numbers of eight bits, with a sign.</summary>
    internal string Bytes(string name, Tensor values)
    {
        if (_constants.TryGetValue(name, out string? known)) return known;
        using DisposeScope scope = NewDisposeScope();
        return Keep(name, DataType.Int8, values.cpu().to(ScalarType.Int8).contiguous());
    }

    /// <summary>A table of whole numbers under a name.</summary>
    internal string WholeTable(string name, Tensor values)
    {
        if (_constants.TryGetValue(name, out string? known)) return known;
        using DisposeScope scope = NewDisposeScope();
        return Keep(name, DataType.Int64, values.cpu().to(ScalarType.Int64).contiguous());
    }

    /// <summary>A list of whole numbers: a shape, axes.</summary>
    internal string Whole(params long[] values)
    {
        string name = $"whole_{string.Join('_', values.Select(v => v.ToString(CultureInfo.InvariantCulture).Replace('-', 'm')))}";
        if (_constants.TryGetValue(name, out string? known)) return known;
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Int64, Int64Data = { values } };
        tensor.Dims.Add(values.Length);
        _graph.Initializer.Add(tensor);
        return _constants[name] = name;
    }

    /// <summary>A whole number.</summary>
    internal string Scalar(long value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"scalar_{value}").Replace('-', 'm');
        if (_constants.TryGetValue(name, out string? known)) return known;
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Int64, Int64Data = { value } });
        return _constants[name] = name;
    }

    /// <summary>A number.</summary>
    internal string Number(float value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"number_{value:R}").Replace('-', 'm');
        if (_constants.TryGetValue(name, out string? known)) return known;
        _graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Float, FloatData = { value } });
        return _constants[name] = name;
    }

    /// <summary>An operator with one output. An empty name leaves an optional input out.</summary>
    internal string Node(string type, params string[] inputs) => Node(type, inputs, []);

    /// <summary>An operator with attributes.</summary>
    internal string Node(string type, string[] inputs, AttributeProto[] attributes)
    {
        string output = Fresh(type);
        Add(type, inputs, [output], attributes);
        return output;
    }

    /// <summary>An operator with several outputs.</summary>
    internal string[] Nodes(string type, string[] inputs, int outputs, params AttributeProto[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(_ => Fresh(type))];
        Add(type, inputs, names, attributes);
        return names;
    }

    internal static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    internal static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    internal static AttributeProto Float(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    internal static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>The finished model.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="metadata">What else a reader should know.</param>
    /// <param name="form">The form, which decides the versions.</param>
    internal ModelProto ToModel(string name, IReadOnlyDictionary<string, string> metadata, ExportForm form)
    {
        _graph.Name = name;
        (int ir, int operators) = OnnxVersions.Of(form);
        ModelProto model = new()
        {
            IrVersion = ir,
            ProducerName = "TextBrewer for .NET",
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Version = operators } },
        };
        foreach ((string key, string value) in metadata) model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private string Keep(string name, DataType type, Tensor values)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type, Dims = { values.shape } };
        store?.Put(tensor, values);
        _graph.Initializer.Add(tensor);
        return _constants[name] = name;
    }

    private string Fresh(string type)
    {
        int count = _names[type] = _names.GetValueOrDefault(type) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{type}_{count}");
    }

    private void Add(string type, string[] inputs, string[] outputs, AttributeProto[]? attributes = null) =>
        _graph.Node.Add(new NodeProto
        {
            Name = $"node_{outputs[0]}",
            OpType = type,
            Input = { inputs },
            Output = { outputs },
            Attribute = { attributes ?? [] }
        });

    private static ValueInfoProto Value(string name, DataType type, string[] sizes)
    {
        TensorShapeProto shape = new();
        foreach (string size in sizes)
            shape.Dim.Add(long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                ? new TensorShapeProto.Types.Dimension { DimValue = number }
                : new TensorShapeProto.Types.Dimension { DimParam = size });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } }
        };
    }
}
