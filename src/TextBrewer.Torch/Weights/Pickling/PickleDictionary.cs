namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>
/// A dictionary of a pickle, in the order of the file. Python writes every key once, so twice is an attempt to show two readers different
/// weights.
/// </summary>
internal sealed class PickleDictionary
{
    // Made when the first entry comes: an empty one costs an attacker a byte.
    private OrderedDictionary<object, object?>? _entries;

    internal int Count => _entries?.Count ?? 0;

    internal IEnumerable<KeyValuePair<object, object?>> Entries => _entries ?? [];

    internal void Add(object? key, object? value, PickleFault fault)
    {
        if (key is not (string or long)) throw fault.Damaged($"a dictionary has {PickleFault.Describe(key)} for a key");
        if (!(_entries ??= []).TryAdd(key, value)) throw fault.Damaged($"the entry '{PickleFault.Clip($"{key}")}' stands in a dictionary "
            + "twice");
    }
}
