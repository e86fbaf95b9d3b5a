namespace TextBrewer.Onnx.Running;

/// <summary>
/// Looks at a file's operators and tensors before ONNX Runtime does: version 1.31 ends the process at an input without a name where an
/// operator needs one. A file of tensors must stand beside the model, whatever it is called in it.
/// </summary>
internal sealed class GraphCheck
{
    // Numbers of fields in onnx.proto3.
    private const int ModelGraph = 7, ModelFunction = 25, FunctionNode = 7, GraphNode = 1, GraphTensor = 5, GraphSparse = 15;
    private const int NodeInput = 1, NodeOperator = 4, NodeAttribute = 5, NodeDomain = 7;
    private const int AttributeTensor = 5, AttributeGraph = 6, AttributeTensors = 10, AttributeGraphs = 11;
    private const int TensorExternal = 13, EntryKey = 1, EntryValue = 2;

    // As deep as protobuf reads.
    private const int Deepest = 32;

    /// <summary>The standard operators whose inputs may be left out between others, and how many stand before those.</summary>
    private static readonly Dictionary<string, int> Required = new(StringComparer.Ordinal)
    {
        ["Attention"] = 3,
        ["Clip"] = 1,
        ["Dropout"] = 1,
        ["GRU"] = 3,
        ["LSTM"] = 3,
        ["Loop"] = 0,
        ["NonMaxSuppression"] = 2,
        ["Pad"] = 2,
        ["RNN"] = 3,
        ["Resize"] = 1,
        ["Slice"] = 3,
    };

    private readonly MessageParts _parts;

    private GraphCheck(MessageParts parts) => _parts = parts;

    /// <exception cref="InvalidDataException">The file is damaged, or leads out of its folder.</exception>
    internal static void Check(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            new GraphCheck(new MessageParts(file)).Model(file.Length);
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{path}' does not load as an ONNX model: {problem.Message}. Copy the file again, with the "
                + "files of its tensors if it has any beside it, or export the model anew.", problem);
        }
    }

    private void Model(long length)
    {
        foreach ((int field, long from, long to) in _parts.Of(0, length))
        {
            if (field == ModelGraph) Graph(from, to, depth: 0);
            if (field != ModelFunction) continue;
            foreach ((int part, long start, long end) in _parts.Of(from, to))
                if (part == FunctionNode) Node(start, end, depth: 0);
        }
    }

    private void Graph(long from, long to, int depth)
    {
        if (depth > Deepest) throw new InvalidDataException("its graphs stand in one another too deep");
        foreach ((int field, long start, long end) in _parts.Of(from, to))
        {
            if (field == GraphNode) Node(start, end, depth);
            else if (field == GraphTensor) Tensor(start, end);
            else if (field == GraphSparse)
                foreach ((_, long first, long last) in _parts.Of(start, end)) Tensor(first, last);
        }
    }

    private void Node(long from, long to, int depth)
    {
        List<bool> isNamed = [];
        string type = "", domain = "";
        foreach ((int field, long start, long end) in _parts.Of(from, to))
        {
            switch (field)
            {
                case NodeInput: isNamed.Add(end > start); break;
                case NodeOperator: type = _parts.Text(start, end); break;
                case NodeDomain: domain = _parts.Text(start, end); break;
                case NodeAttribute: Attribute(start, end, depth); break;
            }
        }
        int required = domain is "" or "ai.onnx" ? Required.GetValueOrDefault(type, int.MaxValue) : 1, unnamed = isNamed.IndexOf(false);
        if (unnamed >= 0 && unnamed < required)
            throw new InvalidDataException($"input {unnamed} of an operator '{type}' has no name");
    }

    private void Attribute(long from, long to, int depth)
    {
        foreach ((int field, long start, long end) in _parts.Of(from, to))
        {
            if (field is AttributeGraph or AttributeGraphs) Graph(start, end, depth + 1);
            else if (field is AttributeTensor or AttributeTensors) Tensor(start, end);
        }
    }

    private void Tensor(long from, long to)
    {
        foreach ((int field, long start, long end) in _parts.Of(from, to))
        {
            if (field != TensorExternal) continue;
            string key = "", value = "";
            foreach ((int part, long first, long last) in _parts.Of(start, end))
            {
                if (part == EntryKey) key = _parts.Text(first, last);
                else if (part == EntryValue) value = _parts.Text(first, last);
            }
            if (key == "location" && !IsInside(value))
                throw new InvalidDataException($"a tensor should stand in '{value}', which is outside of the model's folder");
        }
    }

    // The same on every system: what leads out on one of them is refused on all.
    private static bool IsInside(string location) =>
        location.Length > 0 && location[0] is not ('/' or '\\') && !location.Contains(':', StringComparison.Ordinal)
        && !location.Any(char.IsControl) && !location.Split('/', '\\').Contains("..");
}
