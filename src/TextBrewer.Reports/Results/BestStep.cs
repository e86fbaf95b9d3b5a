namespace TextBrewer.Reports.Results;

/// <summary>The best evaluation of a training.</summary>
/// <param name="Step">Optimizer steps taken before it.</param>
/// <param name="Metric">The metric by which evaluations are compared.</param>
/// <param name="Value">Its value, over the examples that an evaluation while training looks at.</param>
public sealed record BestStep(long Step, string Metric, double Value);
