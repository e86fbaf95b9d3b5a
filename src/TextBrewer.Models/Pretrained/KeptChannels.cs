using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.MPNet;
using TextBrewer.Torch.Reading;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Models.Pretrained;

/// <summary>
/// Which channels of a teacher a narrower student keeps: those that dense layers take most from. What a layer takes from one is the share
/// that it has in the variance of the layer's outputs, ‖W[:, c]‖² · Var(x[c]) over the same of all (the width pruning of
/// Muralidharan et al. 2024, "Compact Language Models via Pruning and Knowledge Distillation", asks for activations alone).
/// </summary>
internal sealed class KeptChannels
{
    private readonly EncoderConfig _teacher, _student;
    private readonly EncoderBody _body;
    private readonly Dictionary<string, Linear> _dense;
    private readonly Func<string, InputMoments> _moments;
    private readonly Dictionary<(int Layer, ChannelKind Kind), long[]> _inside = [];

    /// <param name="teacher">The teacher's configuration.</param>
    /// <param name="student">The student's, nowhere wider.</param>
    /// <param name="layers">The teacher's layers that are copied.</param>
    /// <param name="dense">The teacher's dense layers by name: those of these layers and those outside of all layers.</param>
    /// <param name="moments">What each reads.</param>
    internal KeptChannels(
        EncoderConfig teacher,
        EncoderConfig student,
        IReadOnlyList<int> layers,
        Dictionary<string, Linear> dense,
        Func<string, InputMoments> moments)
    {
        Architecture architecture = Architecture.Of(teacher);
        (_teacher, _student, _body, _dense, _moments) = (teacher, student, architecture.Body, dense, moments);
        foreach (int layer in layers.Distinct()) ChooseInside(layer, $"{architecture.Prefix}.{_body.LayerPrefix(layer, teacher)}");
        HashSet<string> inside = [.. layers.SelectMany(layer => _body.Axes!
            .Where(axis => axis.Axis == 1)
            .Select(axis => $"{architecture.Prefix}.{_body.LayerPrefix(layer, teacher)}{axis.Part}"))];
        Hidden = Widest(teacher.HiddenSize, student.HiddenSize);
        Embedding = (teacher.EmbeddingSize ?? teacher.HiddenSize) == teacher.HiddenSize
            && (student.EmbeddingSize ?? student.HiddenSize) == student.HiddenSize
            ? Hidden
            : Widest(teacher.EmbeddingSize ?? teacher.HiddenSize, student.EmbeddingSize ?? student.HiddenSize);

        long[] Widest(int many, int few)
        {
            Tensor taken = zeros(many, dtype: float64);
            foreach ((string name, Linear layer) in dense)
                if (!inside.Contains(name) && layer.weight!.shape[1] == many) taken += Taken(name);
            return Greatest(taken, few);
        }
    }

    /// <summary>The channels of hidden states that are kept, ascending.</summary>
    internal long[] Hidden { get; }

    /// <summary>The channels of embeddings that are kept, ascending.</summary>
    internal long[] Embedding { get; }

    /// <summary>The channels that are kept of an axis.</summary>
    /// <param name="layer">The teacher's layer that the tensor belongs to; null: none.</param>
    /// <param name="part">The name of what the tensor belongs to, behind the layer's number.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="many">How long it is in the teacher.</param>
    /// <param name="few">How long it is in the student.</param>
    internal long[] Of(int? layer, string part, int axis, long many, long few)
    {
        if (layer is int number && _body.Axes!.FirstOrDefault(one => one.Part == part && one.Axis == axis) is { } inside)
        {
            long block = many / inside.Blocks.Length;
            return [.. inside.Blocks.SelectMany((kind, i) => _inside[(number, kind)].Select(channel => (i * block) + channel))];
        }
        if (many == few) return [.. Beginning(few)];
        if (many == _teacher.HiddenSize && few == _student.HiddenSize) return Hidden;
        return many == _teacher.EmbeddingSize && few == _student.EmbeddingSize ? Embedding : [.. Beginning(few)];
    }

    /// <summary>
    /// What each row of a dense layer is multiplied with; null: nothing. Scores are divided by the root of a head's width, so that queries
    /// of narrower heads are made smaller.
    /// </summary>
    /// <param name="layer">The teacher's layer that it belongs to; null: none.</param>
    /// <param name="part">Its name behind the layer's number.</param>
    /// <param name="rows">How many rows it has in the teacher.</param>
    internal Tensor? Scale(int? layer, string part, long rows)
    {
        // Of what makes queries and keys, queries come first.
        LayerAxis first = _body.Axes!.First(one => one.Blocks[0] == ChannelKind.Queries);
        if (layer is null || !KeepsHeads || part != first.Part) return null;
        Tensor scale = ones(rows, dtype: float64);
        scale.narrow(0, 0, rows / first.Blocks.Length).mul_(Math.Sqrt((double)Width(_student) / Width(_teacher)));
        return scale;
    }

    /// <summary>Whether each of the student's heads is one of the teacher's, or a part of it.</summary>
    private bool KeepsHeads =>
        _student.NumAttentionHeads <= _teacher.NumAttentionHeads && Width(_student) <= Width(_teacher);

    private static int Width(EncoderConfig config) => config.HiddenSize / config.NumAttentionHeads;

    private void ChooseInside(int layer, string prefix)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = zeros(_teacher.HiddenSize, dtype: float64), queries = ones(_teacher.HiddenSize, dtype: float64);
        Tensor feedForward = zeros(_teacher.IntermediateSize, dtype: float64);
        foreach (LayerAxis axis in _body.Axes!)
        {
            string name = prefix + axis.Part;
            if (axis is { Axis: 1, Blocks: [ChannelKind.Values] }) values = Taken(name);
            else if (axis is { Axis: 1, Blocks: [ChannelKind.FeedForward] }) feedForward = Taken(name);
            else if (axis.Blocks.Contains(ChannelKind.Queries))
                foreach ((int i, Tensor block) in Given(name).chunk(axis.Blocks.Length).Index())
                    if (axis.Blocks[i] == ChannelKind.Queries) queries *= block;
        }
        _inside[(layer, ChannelKind.FeedForward)] = Greatest(feedForward, _student.IntermediateSize);
        if (_teacher.HiddenSize == _student.HiddenSize)
        {
            // Whatever the number of heads is.
            long[] all = [.. Beginning(_teacher.HiddenSize)];
            (_inside[(layer, ChannelKind.Values)], _inside[(layer, ChannelKind.Queries)]) = (all, all);
            return;
        }
        if (!KeepsHeads)
        {
            _inside[(layer, ChannelKind.Values)] = Greatest(values, _student.HiddenSize);
            _inside[(layer, ChannelKind.Queries)] = Greatest(queries, _student.HiddenSize);
            return;
        }
        (int width, int own) = (Width(_teacher), Width(_student));
        // Where heads of all layers share a table, they are the same in each.
        long[] heads = _body is TransformerBody { Attention: RelativeBiasKind }
            ? [.. Beginning(_student.NumAttentionHeads)]
            : Greatest(values.reshape(-1, width).sum([1]), _student.NumAttentionHeads);
        _inside[(layer, ChannelKind.Values)] = InHeads(values, one => Greatest(one, own));
        _inside[(layer, ChannelKind.Queries)] = InHeads(queries, one => _body.TurnsPairs ? Pairs(width, own) : Greatest(one, own));

        long[] InHeads(Tensor scores, Func<Tensor, long[]> choose) =>
            [.. heads.SelectMany(head => choose(scores.narrow(0, head * width, width)).Select(channel => (head * width) + channel))];
    }

    /// <summary>The share of each channel that a dense layer reads in what it gives, (columns).</summary>
    private Tensor Taken(string name)
    {
        Tensor taken = _dense[name].weight!.detach().cpu().to(float64).square().sum([0]) * _moments(name).Covariance.diag();
        return taken / taken.sum().clamp_min(double.Epsilon);
    }

    /// <summary>The variance of what a dense layer gives, (rows).</summary>
    private Tensor Given(string name)
    {
        Tensor weight = _dense[name].weight!.detach().cpu().to(float64); // (rows, columns)
        return (weight.matmul(_moments(name).Covariance) * weight).sum([1]);
    }

    /// <summary>The places of the greatest, ascending; of equals the first.</summary>
    private static long[] Greatest(Tensor scores, int count) =>
    [
        .. ReadBack.Numbers(scores).Index().OrderByDescending(one => one.Item).ThenBy(one => one.Index)
            .Take(count).Select(one => (long)one.Index).Order(),
    ];

    /// <summary>
    /// Channels that turn by wavelengths nearest to those that the student turns its own by: pair i of n stands where i / n of the
    /// teacher's are.
    /// </summary>
    private static long[] Pairs(int width, int own)
    {
        long[] first = [.. Enumerable.Range(0, own / 2).Select(i => (long)Math.Round((double)i * width / own, MidpointRounding.ToZero))];
        return [.. first, .. first.Select(channel => channel + (width / 2))];
    }

    private static IEnumerable<long> Beginning(long count) => Enumerable.Range(0, (int)count).Select(i => (long)i);
}
