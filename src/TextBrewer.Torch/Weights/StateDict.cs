using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Weights;

/// <summary>The tensors of a module by name: parameters and persistent buffers.</summary>
public static class StateDict
{
    /// <summary>The module's own tensors, not copies.</summary>
    public static IReadOnlyDictionary<string, Tensor> Of(nn.Module module) => module.state_dict();

    /// <summary>Copies values into a module, converted to its types; a tensor of another shape is reported, never broadcast.</summary>
    /// <param name="module">The module.</param>
    /// <param name="file">The values.</param>
    /// <param name="rename">A file's name → the module's name; null where it is the same.</param>
    public static LoadReport Load(nn.Module module, IWeightsFile file, Func<string, string>? rename = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        List<string> loaded = [], unexpected = [];
        List<MisshapenTensor> misshapen = [];
        Dictionary<string, Tensor> target = module.state_dict();
        HashSet<string> missing = [.. target.Keys];
        foreach (TensorEntry entry in file.Entries.Values)
        {
            string name = rename?.Invoke(entry.Name) ?? entry.Name;
            if (!target.TryGetValue(name, out Tensor? tensor))
            {
                unexpected.Add(entry.Name);
                continue;
            }
            missing.Remove(name);
            if (tensor.shape.SequenceEqual(entry.Shape))
            {
                using Tensor value = file.Read(entry.Name);
                tensor.copy_(value);
                loaded.Add(name);
            }
            else
            {
                misshapen.Add(new MisshapenTensor(name, entry.Shape, tensor.shape));
            }
        }
        return new LoadReport(loaded, [.. missing.Order(StringComparer.Ordinal)], unexpected, misshapen);
    }
}
