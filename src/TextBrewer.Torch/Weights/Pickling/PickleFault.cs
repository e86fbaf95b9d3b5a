namespace TextBrewer.Torch.Weights.Pickling;

/// <summary>What is wrong with a file, as the exception to throw: what, where, what to do.</summary>
internal sealed class PickleFault(string path)
{
    private const int LongestName = 100;

    /// <summary>The file is broken, or made to break its reader.</summary>
    internal InvalidDataException Damaged(string what, Exception? inner = null) =>
        new($"'{path}' is not a sound PyTorch file: {what}. Fetch or save it again.", inner);

    /// <summary>The file asks for something that could run code.</summary>
    internal InvalidDataException Refused(string what) =>
        new($"'{path}' asks for '{Clip(what)}', which weights do not need: it is refused, and nothing was executed. Fetch the model as "
            + "safetensors, and distrust where this file is from.");

    /// <summary>The file is sound and holds something else.</summary>
    internal InvalidDataException Other(string what, string cure) => new($"'{path}' {what}. {cure}");

    /// <summary>Text of the file as it may stand in a message: not long, on one line.</summary>
    internal static string Clip(string text)
    {
        string line = string.Concat(text.Take(LongestName).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > LongestName ? line + "…" : line;
    }

    /// <summary>What a value is, in words.</summary>
    internal static string Describe(object? value) => value switch
    {
        null => "None",
        bool => "a truth value",
        long or double => "a number",
        string => "text",
        object?[] tuple => $"a tuple of {tuple.Length}",
        List<object?> list => $"a list of {list.Count}",
        PickleDictionary dictionary => $"a dictionary of {dictionary.Count} entries",
        PickledTensor => "a tensor",
        PickledStorage => "a storage",
        _ => "a function or type",
    };
}
