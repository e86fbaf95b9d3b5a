using TextBrewer.Configuration;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Reading;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// Everything that an objective trains or remembers: projections, named by the match's index (<c>0.weight</c>; with an activation
/// <c>0.0.weight</c>), and weights of layers.
/// What needs a model's width comes into being when the objective is bound.
/// </summary>
internal sealed class ProjectionSet(ScalarType type, Device device, int seed, DistillationNames names) : nn.Module("projections")
{
    private const double InitialDeviation = 0.02;

    private readonly Dictionary<string, nn.Module<Tensor, Tensor>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long In, long Out)> _sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly List<ParameterGroup> _groups = [];

    internal bool IsEmpty => _byName.Count == 0 && _weights.Count == 0;

    /// <summary>A group for each projection, with its own options.</summary>
    internal IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>The projection of a name, made where there is none yet; null: none is configured, or none is needed.</summary>
    /// <param name="name">Its name in checkpoints.</param>
    /// <param name="task">The task; one with other widths than an earlier task's gets a projection of its own.</param>
    /// <param name="config">What is configured.</param>
    /// <param name="widthIn">The student's width, for <c>auto</c>.</param>
    /// <param name="widthOut">The teacher's width, for <c>auto</c>.</param>
    internal nn.Module<Tensor, Tensor>? Bind(string name, string task, Projection? config, long widthIn, long widthOut)
    {
        if (config is null || (config.IsAuto && widthIn == widthOut)) return null;
        if (!config.IsAuto) return _byName.TryGetValue(name, out nn.Module<Tensor, Tensor>? known) ? known : Add(name, config);
        Projection sized = config with { Kind = "linear", SizeIn = (int)widthIn, SizeOut = (int)widthOut };
        string own = _sizes.TryGetValue(name, out (long, long) sizes) && sizes != (widthIn, widthOut) ? $"{name}_{task}" : name;
        return _byName.TryGetValue(own, out nn.Module<Tensor, Tensor>? shared) ? shared : Add(own, sized);
    }

    /// <summary>Makes a projection.</summary>
    internal nn.Module<Tensor, Tensor> Add(string name, Projection config)
    {
        nn.Module<Tensor, Tensor> module = names.Projections.Make(config.Kind)(config.SizeIn, config.SizeOut);
        if (ProjectionNames.Filled.Contains(config.Kind)) Fill(module, name);
        module.to(type).to(device);
        // Made within a step's scope or not: it lives as long as this.
        foreach (Tensor tensor in module.state_dict().Values) tensor.DetachFromDisposeScope();
        register_module(name, module);
        _byName[name] = module;
        _sizes[name] = (config.SizeIn, config.SizeOut);
        _groups.Add(new ParameterGroup(
            [.. module.named_parameters().Select(p => new NamedParameter($"projections.{name}.{p.name}", p.parameter))])
        {
            LearningRate = config.LearningRate,
            WeightDecay = config.WeightDecay,
            Options = config.Options,
        });
        return module;
    }

    /// <summary>Weights of layers, even at first, that are saved with the run.</summary>
    /// <param name="name">Their name in checkpoints.</param>
    /// <param name="task">The task; one with another number of layers than an earlier task's gets weights of its own.</param>
    /// <param name="layers">How many there are.</param>
    /// <returns>The name under which they are.</returns>
    internal string BindWeights(string name, string task, int layers)
    {
        string own = _weights.TryGetValue(name, out Tensor? known) && known.shape[0] != layers ? $"{name}_{task}" : name;
        if (_weights.ContainsKey(own)) return own;
        Tensor even = full(layers, 1.0 / layers, dtype: ScalarType.Float64).DetachFromDisposeScope(); // (layers)
        register_buffer(own, even);
        _weights[own] = even;
        return own;
    }

    /// <summary>The weights of layers under a name.</summary>
    internal double[] Weights(string name) => ReadBack.Numbers(_weights[name]);

    /// <summary>Replaces weights of layers.</summary>
    internal void SetWeights(string name, double[] weights)
    {
        using DisposeScope scope = NewDisposeScope();
        using var noGrad = no_grad();
        _weights[name].copy_(tensor(weights));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (nn.Module module in _byName.Values) module.Dispose();
            foreach (Tensor weights in _weights.Values) weights.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>A generator for each name: how many projections there are changes neither the others nor dropout.</summary>
    private void Fill(nn.Module module, string name)
    {
        int own = name.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter));
        using Generator generator = new((ulong)(uint)own);
        using var noGrad = no_grad();
        foreach (Linear linear in module.modules().Prepend(module).OfType<Linear>().Distinct())
        {
            linear.weight!.normal_(0, InitialDeviation, generator);
            linear.bias?.zero_();
        }
    }
}
