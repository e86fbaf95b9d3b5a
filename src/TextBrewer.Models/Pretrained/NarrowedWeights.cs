using System.Globalization;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>
/// A teacher's tensors for a narrower student. A dense layer that reads fewer channels is fitted anew: with x what the teacher's
/// reads and s the channels kept, W · (μ + C[:, s] · C[s, s]⁻¹ · (x[s] − μ[s])) + b is nearest to W · x + b by least squares,
/// μ and C being mean and covariance over texts. Without texts the columns of s are taken as they are.
/// </summary>
internal sealed class NarrowedWeights
{
    // This share of their mean is added to the variances, so that channels that never move alone have a solution.
    private const double Ridge = 1e-4;

    private readonly Dictionary<string, Linear> _dense;
    private readonly Func<string, InputMoments> _moments;
    private readonly KeptChannels _kept;
    private readonly Architecture _architecture;

    // Weight and bias of a layer come one after the other, and are fitted alike.
    private (string Name, Tensor Carried)? _last;

    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student's configuration.</param>
    /// <param name="layers">The teacher's layers that are copied.</param>
    /// <param name="read">Runs the teacher over texts; null: there are none.</param>
    internal NarrowedWeights(TaskModel teacher, EncoderConfig student, IReadOnlyList<int> layers, Action<TaskModel>? read)
    {
        _architecture = Architecture.Of(teacher.Config);
        _dense = teacher.named_modules()
            .Where(one => one.module is Linear && (Place(one.name).Layer is not int layer || layers.Contains(layer)))
            .ToDictionary(one => one.name, one => (Linear)one.module, StringComparer.Ordinal);
        IReadOnlyDictionary<string, InputMoments> known = read is null
            ? new Dictionary<string, InputMoments>()
            : InputMoments.Of(teacher, _dense.Keys.ToHashSet(StringComparer.Ordinal), read);
        _moments = name => known.GetValueOrDefault(name) ?? InputMoments.Unknown(_dense[name].weight!.shape[1]);
        _kept = new KeptChannels(teacher.Config, student, layers, _dense, _moments);
    }

    /// <summary>The part of a tensor that a student takes.</summary>
    /// <param name="name">The tensor's name in the teacher.</param>
    /// <param name="value">The tensor.</param>
    /// <param name="target">The student's, nowhere larger.</param>
    /// <param name="weight">The student's <c>weight</c> beside it, which says how many channels a dense layer reads.</param>
    internal Tensor Of(string name, Tensor value, Tensor target, Tensor? weight)
    {
        int dot = name.LastIndexOf('.');
        (string owner, bool isWeight) = (name[..Math.Max(0, dot)], name.EndsWith(".weight", StringComparison.Ordinal));
        (int? layer, string part) = Place(owner);
        long[][] kept = [.. target.shape.Select((size, axis) => _kept.Of(layer, part, axis, value.shape[axis], size))];
        if (_dense.TryGetValue(owner, out Linear? dense))
        {
            long read = dense.weight!.shape[1];
            long[] columns = _kept.Of(layer, part, 1, read, weight!.shape[1]);
            value = Dense(owner, dense, columns, isWeight);
            if (_kept.Scale(layer, part, value.shape[0]) is { } scale) value = isWeight ? value * scale.unsqueeze(1) : value * scale;
            kept = [kept[0]];
        }
        foreach ((int axis, long[] channels) in kept.Index()) value = value.index_select(axis, tensor(channels, device: value.device));
        return value;
    }

    /// <summary>A dense layer's weight, (rows, kept columns), or its bias, (rows), in float64.</summary>
    private Tensor Dense(string name, Linear dense, long[] columns, bool isWeight)
    {
        Tensor weight = dense.weight!.detach().cpu().to(float64); // (rows, columns)
        Tensor? bias = dense.bias?.detach().cpu().to(float64); // (rows)
        if (columns.Length == weight.shape[1]) return isWeight ? weight : bias!;
        InputMoments read = _moments(name);
        Tensor s = tensor(columns);
        if (_last?.Name != name) _last = (name, Carried(read.Covariance, s));
        Tensor carried = _last.Value.Carried; // (kept, columns)
        return isWeight
            ? weight.matmul(carried.t())
            : bias! + weight.mv(read.Mean - carried.t().mv(read.Mean.index_select(0, s)));
    }

    /// <summary>What each channel is by those that are kept, C[s, s]⁻¹ · C[s], (kept, columns).</summary>
    private static Tensor Carried(Tensor covariance, Tensor s)
    {
        // Added on both sides: a kept channel speaks for itself entirely.
        Tensor ridge = eye(covariance.shape[0], dtype: float64) * (Ridge * covariance.diag().mean());
        Tensor ofKept = (covariance + ridge).index_select(0, s); // (kept, columns)
        return linalg.solve(ofKept.index_select(1, s), ofKept);
    }

    /// <summary>The layer that a part of the teacher belongs to, and the part's name behind the layer's number.</summary>
    private (int? Layer, string Part) Place(string name)
    {
        string prefix = $"{_architecture.Prefix}.{_architecture.Body.Prefix}";
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return (null, name);
        string[] rest = name[prefix.Length..].Split('.', 2);
        return rest.Length == 2 && int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            ? (layer, rest[1])
            : (null, name);
    }
}
