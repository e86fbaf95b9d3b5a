namespace TextBrewer.Training;

/// <summary>The best evaluation of a run.</summary>
/// <param name="Step">Optimizer steps taken before it.</param>
/// <param name="Metric">The metric by which evaluations are compared.</param>
/// <param name="Value">Its value.</param>
public sealed record BestEvaluation(long Step, string Metric, double Value);
