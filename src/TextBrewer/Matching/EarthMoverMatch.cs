using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Torch.Reading;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// Many-to-many matching of layers (BERT-EMD, Li et al. 2020): Σ flow × cost, the flow being the least costly one between the layers'
/// weights, without gradient. The embeddings stand apart, with a term of their own.
/// </summary>
internal sealed class EarthMoverMatch
{
    private readonly EarthMoverConfig _config;
    private readonly Feature _feature;
    private readonly IMatchLoss _loss;
    private readonly Func<double, double> _schedule;
    private readonly ProjectionSet _kept;
    private readonly IReadOnlyList<nn.Module<Tensor, Tensor>?> _projections;
    private readonly string _studentWeights;
    private readonly string _teacherWeights;

    /// <summary>Settles depths and projections on a sample.</summary>
    /// <param name="config">The match.</param>
    /// <param name="names">What its names stand for.</param>
    /// <param name="kept">Where projections and weights of layers are made and kept.</param>
    /// <param name="name">What their names begin with.</param>
    /// <param name="task">The task; empty where there is one.</param>
    /// <param name="student">A sample of the student's signals.</param>
    /// <param name="teacher">A sample of the teacher's.</param>
    /// <exception cref="ConfigurationException">A side gives too few layers.</exception>
    internal EarthMoverMatch(
        EarthMoverConfig config,
        DistillationNames names,
        ProjectionSet kept,
        string name,
        string task,
        Signals student,
        Signals teacher)
    {
        (_config, _loss, _kept, _feature) = (config, names.MatchLosses.Make(config.Loss), kept, Features.Find(config.Feature)!);
        _schedule = names.WeightSchedules.Make(config.WeightScheduler ?? "none");
        (SignalList s, SignalList t) = Sides(student, teacher);
        if (s.Count <= First || t.Count <= First)
            throw new ConfigurationException(
                $"The match {FlowName} finds {s.Count} '{config.Feature}' at the student and {t.Count} at the teacher: it needs at least "
                    + $"{First + 1} on each side.");
        _projections = [.. s.Select((layer, i) => kept.Bind(ProjectionName(name, i), task, config.Proj, layer.shape[^1], t[0].shape[^1]))];
        _studentWeights = kept.BindWeights($"{name}_student_weights", task, s.Count - First);
        _teacherWeights = kept.BindWeights($"{name}_teacher_weights", task, t.Count - First);
    }

    // Hidden states begin with the embedding output; the other features have none.
    private int First => _feature.BeginsWithEmbeddings ? 1 : 0;

    private string FlowName => $"unweighted_{_config.Feature}_{_config.Loss.Name}_emd";

    private string EmbeddingName => $"unweighted_embedding_{_config.Loss.Name}";

    /// <summary>The terms of a batch.</summary>
    /// <param name="student">The student's signals.</param>
    /// <param name="teacher">The teacher's.</param>
    /// <param name="progress">The share of the run's optimizer steps already taken.</param>
    /// <param name="updates">Takes the weights that the layers have once the step is taken.</param>
    /// <param name="shared">The batch that the signals are of.</param>
    internal IEnumerable<LossTerm> Terms(
        Signals student,
        Signals teacher,
        double progress,
        List<LayerWeights> updates,
        SharedBatch shared)
    {
        double weight = _config.Weight * _schedule(progress);
        (SignalList s, SignalList t) = Sides(student, teacher);
        if (First == 1)
            yield return FeatureMatch.Term(EmbeddingName, weight, _loss, _projections[0], [s[0]], [t[0]], student.InputsMask, shared);
        (int layers, int teacherLayers) = (s.Count - First, t.Count - First);
        IEnumerable<Tensor> pairs = from i in Enumerable.Range(First, layers)
                                    from j in Enumerable.Range(First, teacherLayers)
                                    select Cost(i, s[i], t[j], student.InputsMask, shared);
        Tensor costs = stack([.. pairs]).view(layers, teacherLayers); // (student layers, teacher layers)
        bool isWhole = shared.IsWhole || _loss.MeanOver == MeanOver.Batch;
        LossPart Part(Tensor value) => SharedBatch.Part(value, _loss.MeanOver, s[0], student.InputsMask);
        // The flow is that of the whole batch's costs; what it costs is a mean like any other.
        double[] known = isWhole
            ? ReadBack.Numbers(costs)
            : [.. shared.Means([.. costs.flatten().unbind().Select(Part)]).Select(cost => cost.Mean)];
        Tensor value = (costs * Flow(known, layers, teacherLayers, updates).to(costs.dtype).to(costs.device)).sum();
        yield return new LossTerm(FlowName, value, weight) { Parts = isWhole ? null : [Part(value)] };
    }

    private static string ProjectionName(string name, int studentLayer) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}_{studentLayer}");

    private (SignalList Student, SignalList Teacher) Sides(Signals student, Signals teacher) => (
        FeatureMatch.Layers(student, _feature, FlowName, "student"),
        FeatureMatch.Layers(teacher.OfTeacher(_config.Teacher, FlowName), _feature, FlowName, "teacher"));

    private Tensor Cost(int studentLayer, Tensor s, Tensor t, Tensor? mask, SharedBatch shared) =>
        FeatureMatch.Compare(FlowName, _loss, _projections[studentLayer], [s], [t], mask, shared);

    private Tensor Flow(double[] flat, int layers, int teacherLayers, List<LayerWeights> updates)
    {
        double[,] cost = new double[layers, teacherLayers];
        Buffer.BlockCopy(flat, 0, cost, 0, flat.Length * sizeof(double));
        (double[] from, double[] to) = (_kept.Weights(_studentWeights), _kept.Weights(_teacherWeights));
        double[,] flow = EarthMover.Flow(cost, from, to);
        if (_config.UpdateWeights)
        {
            updates.Add(new(_studentWeights, NewWeights(from, i => Enumerable.Range(0, teacherLayers).Sum(j => flow[i, j] * cost[i, j]))));
            updates.Add(new(_teacherWeights, NewWeights(to, j => Enumerable.Range(0, layers).Sum(i => flow[i, j] * cost[i, j]))));
        }
        double[] flows = new double[flat.Length];
        Buffer.BlockCopy(flow, 0, flows, 0, flat.Length * sizeof(double));
        return tensor(flows, layers, teacherLayers); // (student layers, teacher layers)
    }

    /// <summary>
    /// A layer's unit cost is what its flow cost by its weight; the new weights are a softmax over the inverse of its share of all unit
    /// costs.
    /// </summary>
    private static double[] NewWeights(double[] weights, Func<int, double> cost)
    {
        double[] units = [.. weights.Select((weight, i) => weight > 0 ? cost(i) / weight : 0)];
        double sum = units.Sum();
        double[] inverse = [.. units.Select(unit => unit > 0 ? sum / unit : 0)];
        double largest = inverse.Max();
        double[] exponentials = [.. inverse.Select(value => Math.Exp(value - largest))];
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }
}
