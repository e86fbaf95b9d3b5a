using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>
/// The loss of distillation as named weighted terms: KD between logits, matches between features, hard labels (TextBrewer, Yang et al. 2020).
/// Pure apart from the projections that it owns.
/// </summary>
public sealed class DistillationObjective<TBatch> : IObjective<TBatch>, IDisposable
{
    private readonly DistillationConfig _config;
    private readonly ITeacher<TBatch> _teacher;
    private readonly IDistillationLoss _kdLoss;
    private readonly Func<double, double> _kdSchedule;
    private readonly Func<double, double> _hardSchedule;
    private readonly IReadOnlyList<FeatureMatch> _matches;
    private readonly ProjectionSet _projections;

    /// <summary>Makes the objective of a validated configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="teacher">Whom the student imitates.</param>
    /// <param name="type">The student's floating-point type, which projections take on.</param>
    /// <param name="device">The student's device.</param>
    /// <param name="seed">Seed of the projections' initial weights.</param>
    /// <param name="ownLosses">Match losses passed as instances, by name.</param>
    public DistillationObjective(
        DistillationConfig config, ITeacher<TBatch> teacher, ScalarType type, Device device, int seed, IReadOnlyDictionary<string, IMatchLoss>? ownLosses = null)
    {
        ownLosses ??= new Dictionary<string, IMatchLoss>();
        (_config, _teacher) = (config, teacher);
        _kdLoss = LossNames.Distillation.Make(config.KdLossType);
        _kdSchedule = WeightSchedules.Names.Make(config.KdLossWeightScheduler);
        _hardSchedule = WeightSchedules.Names.Make(config.HardLabelWeightScheduler);
        _projections = new ProjectionSet([.. config.IntermediateMatches.Select(m => m.Proj)], type, device, seed);
        _matches = [.. config.IntermediateMatches.Select((match, i) => new FeatureMatch(
            match,
            ownLosses.TryGetValue(match.Loss.Name, out IMatchLoss? own) ? own : LossNames.Match.Make(match.Loss),
            _projections[i]))];
    }

    /// <inheritdoc/>
    public nn.Module? Projections => _projections.Count == 0 ? null : _projections;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> Groups => _projections.Groups;

    /// <inheritdoc/>
    public bool LogsTerms => true;

    /// <inheritdoc/>
    public IReadOnlyList<LossTerm> Terms(TBatch batch, Signals student, double progress)
    {
        Signals teacher = _teacher.Teach(batch);
        List<LossTerm> terms = [];

        if (student.Logits is { } studentLogits && teacher.Logits is { } teacherLogits)
            terms.Add(new("unweighted_kd_loss", Kd(studentLogits, student.LogitsMask, teacherLogits, teacher.LogitsMask), _config.KdLossWeight * _kdSchedule(progress)));

        foreach (FeatureMatch match in _matches)
            terms.Add(new(match.Config.ScalarName, match.Compute(student, teacher), match.Config.Weight));

        if (student.Losses is { Count: > 0 } losses)
            terms.Add(new("unweighted_hard_label_loss", losses.Aggregate((a, b) => a + b), _config.HardLabelWeight * _hardSchedule(progress)));
        else if (_config.HardLabelWeight > 0)
            throw new ConfigurationException("$.hard_label_weight is above 0, but the student's adaptor gives no Losses: set Signals.Losses, or the weight to 0.");

        if (terms.Count == 0)
            throw new ConfigurationException("Nothing to distil: no logits on both sides, no intermediate matches, no losses. Set Signals.Logits in both adaptors, or name matches.");
        return terms;
    }

    /// <summary>Disposes the projections.</summary>
    public void Dispose() => _projections.Dispose();

    private Tensor Kd(SignalList student, SignalList? studentMask, SignalList teacher, SignalList? teacherMask)
    {
        if (student.Count != teacher.Count)
            throw new ConfigurationException($"The student's adaptor gives {student.Count} logits and the teacher's {teacher.Count}; KD compares them in pairs: give as many.");
        Tensor temperature = tensor(_config.Temperature, dtype: student[0].dtype, device: student[0].device);
        return student.Select((logits, i) =>
        {
            Tensor s = LogitsMasking.Select(logits, studentMask, i);
            Tensor t = LogitsMasking.Select(teacher[i], teacherMask, i);
            if (!s.shape.SequenceEqual(t.shape))
                throw new ConfigurationException($"Logits {i} have shape ({string.Join(", ", s.shape)}) at the student and ({string.Join(", ", t.shape)}) at the teacher; KD needs the same classes on both sides.");
            return _kdLoss.Compute(s, t.to(s.dtype), temperature, labels: null);
        }).Aggregate((a, b) => a + b);
    }
}
