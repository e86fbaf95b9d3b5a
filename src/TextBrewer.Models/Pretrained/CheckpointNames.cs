using TextBrewer.Models.Architectures;

namespace TextBrewer.Models.Pretrained;

/// <summary>
/// Finds a checkpoint's tensors in a model: the encoder's prefix may be there or not, and layer norms have had other names (<c>gamma</c>,
/// <c>beta</c>).
/// </summary>
/// <param name="model">The names of the model's tensors.</param>
internal sealed class CheckpointNames(IEnumerable<string> model)
{
    /// <summary>The prefixes that an encoder's tensors can have in a checkpoint of a whole model.</summary>
    private static readonly string[] Prefixes = [.. ArchitectureTable.All.Select(row => row.Prefix + ".").Distinct()];

    private readonly HashSet<string> _model = [.. model];

    /// <summary>The model's name of a checkpoint's tensor; the checkpoint's own where the model has none like it.</summary>
    internal string ToModel(string name)
    {
        string today = Today(name);
        string bare = Bare(today);
        foreach (string candidate in (string[])[today, bare, .. Prefixes.Select(prefix => prefix + bare)])
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
        foreach (string prefix in Prefixes)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) return name[prefix.Length..];
        return name;
    }
}
