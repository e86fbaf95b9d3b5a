using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>The projections of all matches, named by the match's index: <c>0.weight</c> (linear), <c>0.0.weight</c> (with an activation).</summary>
public sealed class ProjectionSet : nn.Module
{
    private const double InitialDeviation = 0.02;

    private readonly Dictionary<int, nn.Module<Tensor, Tensor>> _byMatch = [];
    private readonly List<ParameterGroup> _groups = [];

    internal ProjectionSet(IReadOnlyList<Projection?> projections, ScalarType type, Device device, int seed) : base("projections")
    {
        // A generator of its own: how many matches there are must not change the random numbers of dropout.
        using Generator generator = new((ulong)(uint)seed, device);
        for (int i = 0; i < projections.Count; i++)
        {
            if (projections[i] is not { } config) continue;
            nn.Module<Tensor, Tensor> module = Build(config, type, device, generator);
            string name = i.ToString(CultureInfo.InvariantCulture);
            register_module(name, module);
            _byMatch[i] = module;
            _groups.Add(new ParameterGroup([.. module.named_parameters().Select(p => new NamedParameter($"projections.{name}.{p.name}", p.parameter))])
            {
                LearningRate = config.LearningRate,
                WeightDecay = config.WeightDecay,
            });
        }
    }

    internal int Count => _byMatch.Count;

    internal nn.Module<Tensor, Tensor>? this[int match] => _byMatch.GetValueOrDefault(match);

    /// <summary>A group for each projection, with its own options.</summary>
    internal IReadOnlyList<ParameterGroup> Groups => _groups;

    protected override void Dispose(bool disposing)
    {
        if (disposing) foreach (nn.Module module in _byMatch.Values) module.Dispose();
        base.Dispose(disposing);
    }

    private static nn.Module<Tensor, Tensor> Build(Projection config, ScalarType type, Device device, Generator generator)
    {
        var linear = nn.Linear(config.SizeIn, config.SizeOut, dtype: type, device: device);
        using (no_grad())
        {
            linear.weight!.normal_(0, InitialDeviation, generator);
            linear.bias!.zero_();
        }
        return config.Kind switch
        {
            "linear" => linear,
            "relu" => nn.Sequential(linear, nn.ReLU()),
            "tanh" => nn.Sequential(linear, nn.Tanh()),
            _ => throw new ConfigurationException($"There is no projection '{config.Kind}'. Known: linear, relu, tanh."),
        };
    }
}
