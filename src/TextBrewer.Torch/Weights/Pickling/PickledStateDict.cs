namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>
/// What a pickle made, if it is a state dict: names and tensors, nothing else. A dictionary within it, and so every cycle, is refused.
/// </summary>
internal static class PickledStateDict
{
    internal static Dictionary<string, PickledTensor> Tensors(object? root, PickleFault fault)
    {
        if (root is not PickleDictionary dictionary)
            throw fault.Other($"holds {PickleFault.Describe(root)} instead of a state dict", "Save model.state_dict() with torch.save.");
        // A checkpoint's state dict is the interesting one of its entries.
        foreach ((object key, object? value) in dictionary.Entries)
            if (value is PickleDictionary inner && inner.Entries.Any(entry => entry.Value is PickledTensor))
                throw fault.Other(
                    $"is not a state dict: its entry '{PickleFault.Clip($"{key}")}' is {PickleFault.Describe(value)}",
                    $"Save that alone: torch.save(torch.load(…)['{PickleFault.Clip($"{key}")}'], 'pytorch_model.bin').");
        Dictionary<string, PickledTensor> tensors = new(StringComparer.Ordinal);
        foreach ((object key, object? value) in dictionary.Entries)
        {
            if (key is not string name || value is not PickledTensor tensor)
                throw fault.Other($"is not a state dict: its entry '{PickleFault.Clip($"{key}")}' is {PickleFault.Describe(value)} and not "
                    + "a named tensor", "Save model.state_dict() with torch.save.");
            tensors.Add(name, tensor);
        }
        return tensors;
    }
}
