namespace TextBrewer.Torch.Weights;

/// <summary>A module or a tensor in the tree that the names of a model's tensors make.</summary>
public sealed class ParameterNode
{
    private readonly Dictionary<string, ParameterNode> _byName = new(StringComparer.Ordinal);
    private readonly List<ParameterNode> _children = [];

    internal ParameterNode(string name, string fullName) => (Name, FullName) = (name, fullName);

    /// <summary>
    /// The last part of its name, <c>weight</c>; a tensor whose storage another one before it has ends with <c>(shared)</c>.
    /// </summary>
    public string Name { get; private set; }

    /// <summary>The whole name of the module or parameter, <c>bert.pooler.dense.weight</c>, marked like <see cref="Name"/>.</summary>
    public string FullName { get; private set; }

    /// <summary>Elements of all tensors below it, buffers included; one storage counts once, where it comes first.</summary>
    public long Parameters { get; private set; }

    /// <summary>The bytes of the parameters below it.</summary>
    public long Bytes { get; private set; }

    /// <summary>What it holds, in the order of the state; a tensor holds nothing.</summary>
    public IReadOnlyList<ParameterNode> Children => _children;

    /// <summary>The child of a name, made where there is none.</summary>
    internal ParameterNode Child(string name, string fullName)
    {
        if (_byName.TryGetValue(name, out ParameterNode? child)) return child;
        child = _byName[name] = new ParameterNode(name, fullName);
        _children.Add(child);
        return child;
    }

    internal void Count(long parameters, long bytes) => (Parameters, Bytes) = (Parameters + parameters, Bytes + bytes);

    internal void MarkShared() => (Name, FullName) = (Name + "(shared)", FullName + "(shared)");
}
