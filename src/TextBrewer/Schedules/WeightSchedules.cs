using TextBrewer.Naming;

namespace TextBrewer.Schedules;

/// <summary>Schedules that multiply a weight; x is the share of the run's optimizer steps already taken, from 0 to 1.</summary>
public static class WeightSchedules
{
    /// <summary>The schedules that a configuration can name.</summary>
    public static NameTable<Func<double, double>> Names { get; } = new("weight schedule")
    {
        ["none"] = _ => _ => 1,
        ["linear_decay"] = _ => x => 1 - x,
        ["linear_growth"] = _ => x => x,
    };
}
