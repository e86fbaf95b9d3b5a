using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Weights;

/// <summary>How many parameters stand where in a model: TextBrewer's <c>display_parameters</c>.</summary>
public static class DisplayParameters
{
    // TorchSharp binds neither is_set_to nor, for every type and device, a tensor's address. The script must end with a newline.
    private static readonly jit.CompilationUnit Script = jit.compile("""
        def seen_before(tensors: List[Tensor]) -> Tensor:
            result: List[bool] = []
            for i in range(len(tensors)):
                seen = False
                for j in range(i):
                    seen = seen or tensors[j].is_set_to(tensors[i])
                result.append(seen)
            return torch.tensor(result)

        """);

    /// <summary>
    /// The table as text, character for character TextBrewer's: name, parameters, share of all, mebibytes. It begins with an empty line.
    /// </summary>
    /// <param name="module">The model.</param>
    /// <param name="maxLevel">How deep the table goes, the model itself being level 0; null: to the last tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is below 0.</exception>
    public static string Text(nn.Module module, int? maxLevel = null)
    {
        if (maxLevel < 0) throw new ArgumentOutOfRangeException(nameof(maxLevel), maxLevel, "The model itself is level 0: a level is at "
            + "least that.");
        return new ParameterTable(maxLevel ?? int.MaxValue).Text(Tree(module));
    }

    /// <summary>The numbers as a tree; its root is named <c>model</c>.</summary>
    public static ParameterNode Tree(nn.Module module)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        Dictionary<string, Tensor> tensors = module.state_dict();
        HashSet<string> shared = Shared(tensors);
        ParameterNode root = new("model", "model");
        foreach ((string name, Tensor tensor) in tensors)
        {
            List<ParameterNode> path = Path(root, name);
            if (shared.Contains(name)) path[^1].MarkShared();
            else foreach (ParameterNode node in path) node.Count(tensor.NumberOfElements, tensor.NumberOfElements * tensor.ElementSize);
        }
        return root;
    }

    private static List<ParameterNode> Path(ParameterNode root, string name)
    {
        List<ParameterNode> path = [root];
        string[] parts = name.Split('.');
        for (int i = 0; i < parts.Length; i++) path.Add(path[^1].Child(parts[i], string.Join('.', parts[..(i + 1)])));
        return path;
    }

    /// <summary>The names of tensors that begin at the same element of the same storage as one before them.</summary>
    private static HashSet<string> Shared(Dictionary<string, Tensor> tensors)
    {
        string[] names = [.. tensors.Where(t => t.Value.NumberOfElements > 0).Select(t => t.Key)];
        if (names.Length == 0) return [];
        // is_set_to compares shapes as well; first elements all have the same.
        Tensor[] first = [.. names.Select(name => tensors[name].as_strided([1], [1]))];
        Tensor seen = Script.invoke<Tensor>("seen_before", (object)first); // (tensors)
        return [.. names.Zip(seen.data<bool>().ToArray()).Where(pair => pair.Second).Select(pair => pair.First)];
    }
}
