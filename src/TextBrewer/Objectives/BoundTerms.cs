using TextBrewer.Configuration;
using TextBrewer.Matching;

namespace TextBrewer.Objectives;

/// <summary>The terms of a task, settled for its models.</summary>
/// <param name="Config">The task's configuration.</param>
/// <param name="Weight">Multiplies the task's whole loss.</param>
internal sealed record BoundTerms(DistillationConfig Config, double Weight)
{
    /// <summary>The KD term between logits.</summary>
    internal required LogitsLoss Logits { get; init; }

    /// <summary>Multiplies the weight of the KD term: the share of the run that is done → a factor.</summary>
    internal required Func<double, double> KdSchedule { get; init; }

    /// <summary>Multiplies the weight of the hard labels.</summary>
    internal required Func<double, double> HardSchedule { get; init; }

    /// <summary>The matches of the configuration.</summary>
    internal required IReadOnlyList<FeatureMatch> Matches { get; init; }

    /// <summary>The match of every layer with every layer; null: there is none.</summary>
    internal required EarthMoverMatch? EarthMover { get; init; }

    /// <summary>The matches between modules.</summary>
    internal required IReadOnlyList<CustomTerm> Custom { get; init; }
}
