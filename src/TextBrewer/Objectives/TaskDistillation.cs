using TextBrewer.Configuration;

namespace TextBrewer.Objectives;

/// <summary>What an objective minimises for one of several tasks.</summary>
/// <param name="Config">The task's configuration, validated.</param>
/// <param name="Weight">Multiplies the task's whole loss.</param>
internal sealed record TaskDistillation(DistillationConfig Config, double Weight = 1);
