using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>
/// The loss of distillation as named weighted terms: KD between logits, matches between features, hard labels (TextBrewer, Yang et al.
/// 2020). It owns the projections, and remembers only what is committed.
/// </summary>
internal sealed class DistillationObjective : IObjective, IDisposable
{
    private readonly DistillationConfig _config;
    private readonly DistillationParts _parts;
    private readonly DistillationNames _names;
    private readonly LogitsLoss _logits;
    private readonly Func<double, double> _kdSchedule;
    private readonly Func<double, double> _hardSchedule;
    private readonly ProjectionSet _projections;
    private readonly Dictionary<string, BoundTerms> _bound = new(StringComparer.Ordinal);

    /// <param name="config">The configuration, validated.</param>
    /// <param name="parts">What is code in it.</param>
    /// <param name="type">The student's floating-point type, which projections take on.</param>
    /// <param name="device">The student's device.</param>
    /// <param name="seed">Seed of the projections' initial weights.</param>
    internal DistillationObjective(DistillationConfig config, DistillationParts parts, ScalarType type, Device device, int seed)
    {
        (_config, _parts, _names) = (config, parts, parts.Names());
        _logits = new LogitsLoss(config, _names);
        _kdSchedule = _names.WeightSchedules.Make(config.KdLossWeightScheduler);
        _hardSchedule = _names.WeightSchedules.Make(config.HardLabelWeightScheduler);
        _projections = new ProjectionSet(type, device, seed, _names);
        if (config.IntermediateMatches.NeedsDepths) return;
        foreach ((int index, IntermediateMatch match) in config.IntermediateMatches.Resolve().Index())
            if (match.Proj is { IsAuto: false } sized) _projections.Add(FeatureMatch.Name(index), sized);
    }

    public nn.Module? Projections => _projections.IsEmpty ? null : _projections;

    public IReadOnlyList<ParameterGroup> Groups => _projections.Groups;

    public bool LogsTerms => true;

    public void Bind(string task, Signals student, Signals? teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        _bound[task] = new BoundTerms(
            [.. Matches(student, teacher).Select((match, i) => new FeatureMatch(match, i, task, _names, _projections, student, teacher))],
            _config.Emd is { } emd
                ? new EarthMoverMatch(emd, _names, _projections, task, student, teacher)
                : null,
            [.. _parts.CustomMatches.Index()
                .Where(custom => custom.Item.IsOf(task))
                .Select(custom => new CustomTerm(custom.Item, custom.Index, task, _names, _projections, student, teacher))]);
    }

    /// <summary>What the matches of a task compare; it was bound.</summary>
    internal IEnumerable<MatchShape> Shapes(string task) => _bound[task].Matches.Select(match => match.Shape);

    public LossTerms Terms(string task, Signals student, Signals? teacher, double progress)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        BoundTerms bound = _bound[task];
        List<LossTerm> terms = [];
        List<LayerWeights> updates = [];
        Tensor? lowest = null;

        if (student.Logits is { } studentLogits && teacher.Logits is { } teacherLogits)
        {
            Tensor kd = _logits.Compute(student, studentLogits, teacher, teacherLogits, out lowest);
            terms.Add(new("unweighted_kd_loss", kd, _config.KdLossWeight * _kdSchedule(progress)));
        }
        terms.AddRange(bound.Matches.Select(match => match.Term(student, teacher, progress)));
        if (bound.EarthMover is not null) terms.AddRange(bound.EarthMover.Terms(student, teacher, progress, updates));
        terms.AddRange(bound.Custom.Select(match => match.Term(student, teacher, progress)));

        if (student.Losses is { Count: > 0 } losses)
            terms.Add(
                new("unweighted_hard_label_loss", losses.Aggregate((a, b) => a + b), _config.HardLabelWeight * _hardSchedule(progress)));
        else if (_config.HardLabelWeight > 0)
            throw new ConfigurationException(
                "$.hard_label_weight is above 0, but the student's adaptor gives no Losses: set Signals.Losses, or the weight to 0.");

        if (terms.Count == 0)
            throw new ConfigurationException(
                "Nothing to distil: no logits on both sides, no intermediate matches, no losses. Set Signals.Logits in both adaptors, or "
                    + "name "
                    + "matches.");
        return new(terms) { Updates = updates, LowestTemperature = lowest };
    }

    public void Commit(LossTerms terms)
    {
        foreach (LayerWeights update in terms.Updates) _projections.SetWeights(update.Name, update.Weights);
    }

    /// <summary>Disposes the projections.</summary>
    public void Dispose() => _projections.Dispose();

    private IReadOnlyList<IntermediateMatch> Matches(Signals student, Signals teacher) => _config.IntermediateMatches.NeedsDepths
        ? _config.IntermediateMatches.Resolve(Depth(teacher.OfTeacher(0, "0"), "teacher"), Depth(student, "student"), _names.MatchLosses)
        : _config.IntermediateMatches.Resolve();

    /// <summary>How many layers a model has, by the features that its adaptor gives.</summary>
    private static int Depth(Signals signals, string side)
    {
        int layers = signals.Table
            .Where(row => row.Key.HasLayers)
            .Select(row => row.Value.Count - (row.Key.BeginsWithEmbeddings ? 1 : 0))
            .DefaultIfEmpty()
            .Max();
        return layers > 0
            ? layers
            : throw new ConfigurationException(
                $"A preset like 'evenly:' reads the {side}'s depth from its features, and its adaptor gives none: set Signals.Hidden.");
    }
}
