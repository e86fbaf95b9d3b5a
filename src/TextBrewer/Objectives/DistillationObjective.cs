using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Schedules;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>
/// The loss of distillation as named weighted terms: KD between logits, matches between features, hard labels (TextBrewer, Yang et al.
/// 2020).
/// Pure apart from the projections that it owns.
/// </summary>
internal sealed class DistillationObjective : IObjective, IDisposable
{
    private readonly DistillationConfig _config;
    private readonly DistillationParts _extensions;
    private readonly LogitsLoss _logits;
    private readonly Func<double, double> _kdSchedule;
    private readonly Func<double, double> _hardSchedule;
    private readonly ProjectionSet _projections;
    private readonly EarthMoverMatch? _earthMover;
    private IReadOnlyList<FeatureMatch>? _matches;

    /// <param name="config">The configuration, validated.</param>
    /// <param name="extensions">What is code in it.</param>
    /// <param name="type">The student's floating-point type, which projections take on.</param>
    /// <param name="device">The student's device.</param>
    /// <param name="seed">Seed of the projections' initial weights.</param>
    internal DistillationObjective(DistillationConfig config, DistillationParts extensions, ScalarType type, Device device, int seed)
    {
        (_config, _extensions, _logits) = (config, extensions, new LogitsLoss(config));
        _kdSchedule = WeightSchedules.Names.Make(config.KdLossWeightScheduler);
        _hardSchedule = WeightSchedules.Names.Make(config.HardLabelWeightScheduler);
        _projections = new ProjectionSet(type, device, seed);
        if (!config.IntermediateMatches.NeedsDepths) _matches = Matches(config.IntermediateMatches.Resolve());
        if (config.Emd is { } emd) _earthMover = new EarthMoverMatch(emd, extensions.Loss(emd.Loss), _projections);
    }

    public nn.Module? Projections => _projections.IsEmpty ? null : _projections;

    public IReadOnlyList<ParameterGroup> Groups => _projections.Groups;

    public bool LogsTerms => true;

    public IReadOnlyList<LossTerm> Terms(Signals student, Signals? teacher, double progress)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        List<LossTerm> terms = [];

        if (student.Logits is { } studentLogits && teacher.Logits is { } teacherLogits)
            terms.Add(new(
                "unweighted_kd_loss",
                _logits.Compute(student, studentLogits, teacher, teacherLogits),
                _config.KdLossWeight * _kdSchedule(progress)));

        _matches ??= Matches(_config.IntermediateMatches.Resolve(Depth(teacher.OfTeacher(0, "0"), "teacher"), Depth(student, "student")));
        terms.AddRange(_matches.Select(match => match.Term(student, teacher)));
        if (_earthMover is not null) terms.AddRange(_earthMover.Terms(student, teacher));
        terms.AddRange(_extensions.Matches.Select((match, i) => Custom(match, i, student, teacher)));

        if (student.Losses is { Count: > 0 } losses)
            terms.Add(
                new("unweighted_hard_label_loss", losses.Aggregate((a, b) => a + b), _config.HardLabelWeight * _hardSchedule(progress)));
        else if (_config.HardLabelWeight > 0)
            throw new ConfigurationException(
                "$.hard_label_weight is above 0, but the student's adaptor gives no Losses: set Signals.Losses, or the weight to 0.");

        if (terms.Count == 0)
            throw new ConfigurationException("Nothing to distil: no logits on both sides, no intermediate matches, no losses. Set "
                + "Signals.Logits in both adaptors, or name matches.");
        return terms;
    }

    /// <summary>Disposes the projections.</summary>
    public void Dispose() => _projections.Dispose();

    private IReadOnlyList<FeatureMatch> Matches(IReadOnlyList<IntermediateMatch> matches) =>
        [.. matches.Select((match, i) => new FeatureMatch(match, i, _extensions.Loss(match.Loss), _projections))];

    private LossTerm Custom(CustomMatch match, int index, Signals student, Signals teacher)
    {
        string name = $"unweighted_{match.Name ?? string.Create(CultureInfo.InvariantCulture, $"custom_{index}")}";
        Tensor s = student.Captured![index]!, t = teacher.OfTeacher(match.Teacher, name).Captured![index]!;
        nn.Module<Tensor, Tensor>? projection = _projections.Get(
            string.Create(CultureInfo.InvariantCulture, $"custom_{index}"),
            match.Proj,
            s.shape[^1],
            t.shape[^1]);
        return new LossTerm(
            name,
            FeatureMatch.Compare(name, new DelegateLoss(match.Loss), projection, [s], [t], student.InputsMask),
            match.Weight);
    }

    /// <summary>How many layers a model has, by the features that its adaptor gives.</summary>
    private static int Depth(Signals signals, string side) => signals switch
    {
        { Hidden.Count: > 1 } => signals.Hidden.Count - 1,
        { AttentionScores.Count: > 0 } => signals.AttentionScores.Count,
        { Attention.Count: > 0 } => signals.Attention.Count,
        { Value.Count: > 0 } => signals.Value.Count,
        _ => throw new ConfigurationException(
            $"A preset 'evenly:' reads the {side}'s depth from its features, and its adaptor gives none: set Signals.Hidden."),
    };
}
