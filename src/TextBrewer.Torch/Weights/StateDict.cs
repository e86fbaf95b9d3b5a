using TextBrewer.Torch.Reading;
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
    /// <exception cref="InvalidDataException">A value is NaN or infinite: a model with it answers nothing of use.</exception>
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
                if (!IsFinite(tensor)) throw new InvalidDataException($"'{file.Path}' has NaN or infinite values in '{entry.Name}': its "
                    + "training has diverged, or the file is damaged. Take an earlier checkpoint, or fetch it again.");
                loaded.Add(name);
            }
            else
            {
                misshapen.Add(new MisshapenTensor(name, entry.Shape, tensor.shape));
            }
        }
        return new LoadReport(loaded, [.. missing.Order(StringComparer.Ordinal)], unexpected, misshapen);
    }

    // One pass over the values as a rule; a sum that is too large for its type is looked at value by value.
    private static bool IsFinite(Tensor tensor)
    {
        if (!tensor.is_floating_point()) return true;
        using Tensor sum = tensor.sum();
        return double.IsFinite(sum.ToDouble()) || Finite.All([tensor]);
    }
}
