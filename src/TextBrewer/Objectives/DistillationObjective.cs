using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
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
    private readonly IReadOnlyDictionary<string, TaskDistillation> _tasks;
    private readonly ProjectionSet _projections;
    private readonly Dictionary<string, BoundTerms> _bound = new(StringComparer.Ordinal);

    /// <param name="config">The configuration, validated; the matches of tasks that have the same ones share their projections.</param>
    /// <param name="parts">What is code in it.</param>
    /// <param name="type">The student's floating-point type, which projections take on.</param>
    /// <param name="device">The student's device.</param>
    /// <param name="seed">Seed of the projections' initial weights.</param>
    /// <param name="tasks">What is distilled in each of several tasks; null: <paramref name="config"/>, whatever the task.</param>
    internal DistillationObjective(
        DistillationConfig config,
        DistillationParts parts,
        ScalarType type,
        Device device,
        int seed,
        IReadOnlyDictionary<string, TaskDistillation>? tasks = null)
    {
        (_config, _parts, _names) = (config, parts, parts.Names());
        _tasks = tasks ?? new Dictionary<string, TaskDistillation>();
        _projections = new ProjectionSet(type, device, seed, _names);
        IEnumerable<(string Task, DistillationConfig Config)> all = tasks is null
            ? [("", config)]
            : tasks.Select(task => (task.Key, task.Value.Config));
        foreach ((string task, DistillationConfig own) in all.Where(one => !one.Config.IntermediateMatches.NeedsDepths))
            foreach ((int index, IntermediateMatch match) in own.IntermediateMatches.Resolve().Index())
                if (match.Proj is { IsAuto: false } sized)
                    _projections.Bind(Projection(task, own, index), task, sized, sized.SizeIn, sized.SizeOut);
    }

    public nn.Module? Projections => _projections.IsEmpty ? null : _projections;

    public IReadOnlyList<ParameterGroup> Groups => _projections.Groups;

    public bool LogsTerms => true;

    public void Bind(string task, Signals student, Signals? teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        TaskDistillation distillation = _tasks.GetValueOrDefault(task) ?? new TaskDistillation(_config);
        DistillationConfig config = distillation.Config;
        _bound[task] = new BoundTerms(config, distillation.Weight)
        {
            Logits = new LogitsLoss(config, _names),
            KdSchedule = _names.WeightSchedules.Make(config.KdLossWeightScheduler),
            HardSchedule = _names.WeightSchedules.Make(config.HardLabelWeightScheduler),
            Matches =
            [
                .. Matches(config, student, teacher).Select((match, i) =>
                    new FeatureMatch(match, Projection(task, config, i), task, _names, _projections, student, teacher)),
            ],
            EarthMover = config.Emd is { } emd ? EarthMover(task, emd, student, teacher) : null,
            Custom =
            [
                .. _parts.CustomMatches.Index()
                    .Where(custom => custom.Item.IsOf(task))
                    .Select(custom => new CustomTerm(custom.Item, custom.Index, task, _names, _projections, student, teacher)),
            ],
        };
    }

    /// <summary>What the matches of a task compare; it was bound.</summary>
    internal IEnumerable<MatchShape> Shapes(string task) => _bound[task].Matches.Select(match => match.Shape);

    public LossTerms Terms(string task, Signals student, Signals? teacher, double progress, SharedBatch? shared = null)
    {
        shared ??= SharedBatch.Whole;
        ArgumentNullException.ThrowIfNull(teacher);
        BoundTerms bound = _bound[task];
        List<LossTerm> terms = [];
        List<LayerWeights> updates = [];
        Tensor? lowest = null;

        if (student.Logits is { } studentLogits && teacher.Logits is { } teacherLogits)
        {
            (Tensor kd, IReadOnlyList<LossPart>? parts) =
                bound.Logits.Compute(student, studentLogits, teacher, teacherLogits, shared, out lowest);
            double weight = bound.Config.KdLossWeight * bound.KdSchedule(progress);
            terms.Add(new("unweighted_kd_loss", kd, weight) { Parts = parts });
        }
        terms.AddRange(bound.Matches.Select(match => match.Term(student, teacher, progress, shared)));
        if (bound.EarthMover is not null) terms.AddRange(bound.EarthMover.Terms(student, teacher, progress, updates, shared));
        terms.AddRange(bound.Custom.Select(match => match.Term(student, teacher, progress, shared)));

        if (student.Losses is { Count: > 0 } losses)
            terms.Add(HardLabels.Term(student, losses, bound.Config.HardLabelWeight * bound.HardSchedule(progress), shared));
        else if (bound.Config.HardLabelWeight > 0)
            throw new ConfigurationException(
                "$.hard_label_weight is above 0, but the student's adaptor gives no Losses: set Signals.Losses, or the weight to 0.");

        if (terms.Count == 0)
            throw new ConfigurationException(
                "Nothing to distil: no logits on both sides, no intermediate matches, no losses. Set Signals.Logits in both adaptors, or "
                    + "name "
                    + "matches.");
        return new(bound.Weight == 1 ? terms : [.. terms.Select(term => term with { Weight = term.Weight * bound.Weight })])
        {
            Updates = updates,
            LowestTemperature = lowest,
        };
    }

    public void Commit(LossTerms terms)
    {
        foreach (LayerWeights update in terms.Updates) _projections.SetWeights(update.Name, update.Weights);
    }

    /// <summary>Disposes the projections.</summary>
    public void Dispose() => _projections.Dispose();

    /// <summary>The name of a match's projection: tasks with the same matches share them, other matches have their own.</summary>
    private string Projection(string task, DistillationConfig config, int match) =>
        FeatureMatch.Name(match) + (config.IntermediateMatches.Equals(_config.IntermediateMatches) ? "" : $"_{task}");

    /// <summary>A task's many-to-many match: tasks with the same one share its projections and weights.</summary>
    private EarthMoverMatch EarthMover(string task, EarthMoverConfig emd, Signals student, Signals teacher)
    {
        string name = emd == _config.Emd ? "emd" : $"emd_{task}";
        return new EarthMoverMatch(emd, _names, _projections, name, task, student, teacher);
    }

    private IReadOnlyList<IntermediateMatch> Matches(DistillationConfig config, Signals student, Signals teacher) =>
        config.IntermediateMatches.NeedsDepths
            ? config.IntermediateMatches.Resolve(Depth(teacher.OfTeacher(0, "0"), "teacher"), Depth(student, "student"), _names.MatchLosses)
            : config.IntermediateMatches.Resolve();

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
