using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Matching;

/// <summary>
/// Many-to-many matching of layers (BERT-EMD, Li et al. 2020): Σ flow × cost, the flow being the least costly one between the layers'
/// weights, without gradient.
/// The embeddings stand apart, with a term of their own.
/// </summary>
internal sealed class EarthMoverMatch(EarthMoverConfig config, IMatchLoss loss, ProjectionSet projections)
{
    private readonly Feature _feature = FeatureNames.Parse(config.Feature);

    private string FlowName => $"unweighted_{config.Feature}_{config.Loss.Name}_emd";

    private string EmbeddingName => $"unweighted_embedding_{config.Loss.Name}";

    internal IEnumerable<LossTerm> Terms(Signals student, Signals teacher)
    {
        SignalList s = FeatureMatch.Features(student, _feature, FlowName, "student");
        SignalList t = FeatureMatch.Features(teacher.OfTeacher(config.Teacher, FlowName), _feature, FlowName, "teacher");
        // Hidden states begin with the embedding output; the other features have none.
        int first = _feature == Feature.Hidden ? 1 : 0;
        if (s.Count <= first || t.Count <= first)
            throw new ConfigurationException($"The match {FlowName} finds {s.Count} '{config.Feature}' at the student and {t.Count} at the "
                + $"teacher: it needs at least {first + 1} on each side.");
        if (first == 1) yield return new LossTerm(EmbeddingName, Cost(EmbeddingName, 0, s[0], t[0], student.InputsMask), config.Weight);

        int layers = s.Count - first, teacherLayers = t.Count - first;
        Tensor costs = stack([.. Enumerable.Range(first, layers)
            .SelectMany(i => Enumerable.Range(first, teacherLayers).Select(j => Cost(FlowName, i, s[i], t[j], student.InputsMask)))])
            .view(layers, teacherLayers); // (student layers, teacher layers)
        yield return new LossTerm(FlowName, (costs * Flow(costs)).sum(), config.Weight);
    }

    private Tensor Cost(string match, int studentLayer, Tensor s, Tensor t, Tensor? mask)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"emd_{studentLayer}");
        nn.Module<Tensor, Tensor>? projection = projections.Get(name, config.Proj, s.shape[^1], t.shape[^1]);
        return FeatureMatch.Compare(match, loss, projection, [s], [t], mask);
    }

    private Tensor Flow(Tensor costs)
    {
        (int layers, int teacherLayers) = ((int)costs.shape[0], (int)costs.shape[1]);
        Tensor studentWeights = projections.LayerWeights("emd_student_weights", layers), teacherWeights = projections.LayerWeights(
            "emd_teacher_weights",
            teacherLayers);
        bool learning = config.UpdateWeights && is_grad_enabled();
        using var noGrad = no_grad();
        double[] flat = costs.detach().to(ScalarType.Float64).cpu().data<double>().ToArray();
        double[,] cost = new double[layers, teacherLayers];
        Buffer.BlockCopy(flat, 0, cost, 0, flat.Length * sizeof(double));

        double[] from = studentWeights.data<double>().ToArray(), to = teacherWeights.data<double>().ToArray();
        double[,] flow = EarthMover.Flow(cost, from, to);
        if (learning)
        {
            studentWeights.copy_(tensor(NewWeights(from, i => Enumerable.Range(0, teacherLayers).Sum(j => flow[i, j] * cost[i, j]))));
            teacherWeights.copy_(tensor(NewWeights(to, j => Enumerable.Range(0, layers).Sum(i => flow[i, j] * cost[i, j]))));
        }
        double[] flows = new double[flat.Length];
        Buffer.BlockCopy(flow, 0, flows, 0, flat.Length * sizeof(double));
        return tensor(flows, layers, teacherLayers).to(costs.dtype).to(costs.device); // (student layers, teacher layers)
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
