using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Schedules;

namespace TextBrewer.Objectives;

/// <summary>
/// The parts of a distillation that are given as code: instances under the names by which the configuration calls them, which win over
/// registered ones, and matches between modules.
/// </summary>
public record DistillationParts
{
    /// <summary>Losses between logits, by the name that <c>kd_loss_type</c> uses.</summary>
    public IReadOnlyDictionary<string, IDistillationLoss> KdLosses { get; init; } = new Dictionary<string, IDistillationLoss>();

    /// <summary>Losses between features, by the name that a match's <c>loss</c> uses.</summary>
    public IReadOnlyDictionary<string, IMatchLoss> MatchLosses { get; init; } = new Dictionary<string, IMatchLoss>();

    /// <summary>
    /// Schedules of weights, by the name that a <c>…_weight_scheduler</c> uses: the share of the run that is done → a factor.
    /// </summary>
    public IReadOnlyDictionary<string, Func<double, double>> WeightSchedules { get; init; }
        = new Dictionary<string, Func<double, double>>();

    /// <summary>Schedules of the temperature, by the name that <c>temperature_scheduler</c> uses.</summary>
    public IReadOnlyDictionary<string, TemperatureSchedule> TemperatureSchedules { get; init; }
        = new Dictionary<string, TemperatureSchedule>();

    /// <summary>Projections, by the name that a match's <c>proj</c> begins with.</summary>
    public IReadOnlyDictionary<string, ProjectionFactory> Projections { get; init; } = new Dictionary<string, ProjectionFactory>();

    /// <summary>Losses between any two modules inside the models.</summary>
    public IReadOnlyList<CustomMatch> CustomMatches { get; init; } = [];

    /// <summary>The tables of names with these instances in them.</summary>
    internal DistillationNames Names() => new()
    {
        KdLosses = LossNames.Distillation.With(KdLosses),
        MatchLosses = LossNames.Match.With(MatchLosses),
        WeightSchedules = Schedules.WeightSchedules.Names.With(WeightSchedules),
        TemperatureSchedules = Schedules.TemperatureSchedules.Names.With(TemperatureSchedules),
        Projections = ProjectionNames.Table.With(Projections),
    };

    internal IEnumerable<string> Problems() => CustomMatches.SelectMany((match, i) => match.Problems($"custom matches[{i}]", Names()));
}
