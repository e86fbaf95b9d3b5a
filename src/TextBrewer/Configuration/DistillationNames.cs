using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Schedules;

namespace TextBrewer.Configuration;

/// <summary>
/// What the names in a <see cref="DistillationConfig"/> stand for: the registered tables, or such with instances of a program's own.
/// </summary>
public sealed record DistillationNames
{
    /// <summary>The registered tables alone.</summary>
    public static DistillationNames Registered => new();

    /// <summary>Losses between logits.</summary>
    public NameTable<IDistillationLoss> KdLosses { get; init; } = LossNames.Distillation;

    /// <summary>Losses between intermediate features.</summary>
    public NameTable<IMatchLoss> MatchLosses { get; init; } = LossNames.Match;

    /// <summary>Schedules of weights.</summary>
    public NameTable<Func<double, double>> WeightSchedules { get; init; } = Schedules.WeightSchedules.Names;

    /// <summary>Schedules of the temperature.</summary>
    public NameTable<TemperatureSchedule> TemperatureSchedules { get; init; } = Schedules.TemperatureSchedules.Names;

    /// <summary>Maps of the student's features to the teacher's width.</summary>
    public NameTable<ProjectionFactory> Projections { get; init; } = ProjectionNames.Table;
}
