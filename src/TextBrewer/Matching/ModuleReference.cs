using TextBrewer.Naming;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// A module inside a model: the module itself, or its path as <c>named_modules</c> gives it (<c>bert.encoder.layer.3.attention</c>).
/// </summary>
public sealed class ModuleReference
{
    private readonly nn.Module? _module;
    private readonly string? _path;

    private ModuleReference(nn.Module? module, string? path) => (_module, _path) = (module, path);

    /// <summary>The module itself.</summary>
    public static ModuleReference FromModule(nn.Module module) => new(module, null);

    /// <summary>A module by its path from the model; the empty path is the model.</summary>
    public static ModuleReference FromString(string path) => new(null, path);

    /// <summary>The module itself.</summary>
    public static implicit operator ModuleReference(nn.Module module) => FromModule(module);

    /// <summary>A module by its path from the model.</summary>
    public static implicit operator ModuleReference(string path) => FromString(path);

    /// <inheritdoc/>
    public override string ToString() => _path ?? _module!.GetName();

    internal nn.Module In(nn.Module model, string side)
    {
        if (_module is not null) return _module;
        if (_path!.Length == 0) return model;
        (string name, nn.Module module)[] all = [.. model.named_modules()];
        return Array.Find(all, m => m.name == _path).module
            ?? throw new ConfigurationException(
                $"The {side} has no module '{_path}'.{Nearest.Question(_path, all.Select(m => m.name))}");
    }
}
