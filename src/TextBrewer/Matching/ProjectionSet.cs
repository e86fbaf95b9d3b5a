using TextBrewer.Configuration;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// Everything that an objective trains or remembers: projections, named by the match's index (<c>0.weight</c>; with an activation
/// <c>0.0.weight</c>), and weights of layers.
/// What needs a model's width comes into being with the first batch.
/// </summary>
internal sealed class ProjectionSet(ScalarType type, Device device, int seed) : nn.Module("projections")
{
    private const double InitialDeviation = 0.02;

    private readonly Dictionary<string, nn.Module<Tensor, Tensor>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _weights = new(StringComparer.Ordinal);
    private readonly List<ParameterGroup> _groups = [];

    internal bool IsEmpty => _byName.Count == 0 && _weights.Count == 0;

    /// <summary>A group for each projection, with its own options.</summary>
    internal IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>The projection of a name; null where none is configured, or none is needed. The first call makes it.</summary>
    /// <param name="name">Its name in checkpoints.</param>
    /// <param name="config">What is configured.</param>
    /// <param name="widthIn">The student's width, for <c>auto</c>.</param>
    /// <param name="widthOut">The teacher's width, for <c>auto</c>.</param>
    internal nn.Module<Tensor, Tensor>? Get(string name, Projection? config, long widthIn, long widthOut)
    {
        if (config is null) return null;
        if (_byName.TryGetValue(name, out nn.Module<Tensor, Tensor>? known)) return known;
        if (!config.IsAuto) return Add(name, config);
        return widthIn == widthOut ? null : Add(name, config with { Kind = "linear", SizeIn = (int)widthIn, SizeOut = (int)widthOut });
    }

    internal nn.Module<Tensor, Tensor> Add(string name, Projection config)
    {
        nn.Module<Tensor, Tensor> module = ProjectionNames.Table.Make(config.Kind)(config.SizeIn, config.SizeOut);
        Fill(module, name);
        module.to(type).to(device);
        // Made within a step's scope or not: it lives as long as this.
        foreach (Tensor tensor in module.state_dict().Values) tensor.DetachFromDisposeScope();
        register_module(name, module);
        _byName[name] = module;
        _groups.Add(new ParameterGroup(
            [.. module.named_parameters().Select(p => new NamedParameter($"projections.{name}.{p.name}", p.parameter))])
        {
            LearningRate = config.LearningRate,
            WeightDecay = config.WeightDecay,
        });
        return module;
    }

    /// <summary>Weights of layers, even at first, that are saved with the run.</summary>
    internal Tensor LayerWeights(string name, int layers)
    {
        if (_weights.TryGetValue(name, out Tensor? known)) return known;
        Tensor even = full(layers, 1.0 / layers, dtype: ScalarType.Float64).DetachFromDisposeScope(); // (layers)
        register_buffer(name, even);
        return _weights[name] = even;
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
