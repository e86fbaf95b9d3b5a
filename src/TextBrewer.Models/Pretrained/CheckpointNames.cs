using TextBrewer.Models.Encoders;

namespace TextBrewer.Models.Pretrained;

/// <summary>
/// Finds a checkpoint's tensors in a model: the encoder's prefix may be there or not, and layer norms have had other names (<c>gamma</c>,
/// <c>beta</c>).
/// </summary>
/// <param name="model">The names of the model's tensors.</param>
internal sealed class CheckpointNames(IEnumerable<string> model)
{
    private readonly HashSet<string> _model = [.. model];

    /// <summary>The model's name of a checkpoint's tensor; the checkpoint's own where the model has none like it.</summary>
    internal string ToModel(string name)
    {
        string today = Today(name);
        string bare = Bare(today);
        foreach (string candidate in (string[])[today, bare, .. Architecture.Prefixes.Select(prefix => prefix + bare)])
            if (_model.Contains(candidate)) return candidate;
        return name;
    }

    private static string Today(string name)
    {
        // torch's DataParallel puts its own name before everything.
        if (name.StartsWith("module.", StringComparison.Ordinal)) name = name["module.".Length..];
        return name.EndsWith(".gamma", StringComparison.Ordinal) ? name[..^"gamma".Length] + "weight"
            : name.EndsWith(".beta", StringComparison.Ordinal) ? name[..^"beta".Length] + "bias"
            : name;
    }

    private static string Bare(string name)
    {
        foreach (string prefix in Architecture.Prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return name[prefix.Length..];
        return name;
    }
}
