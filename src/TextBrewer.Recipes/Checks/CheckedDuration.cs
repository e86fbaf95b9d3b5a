namespace TextBrewer.Recipes.Checks;

/// <summary>How long a run will take on this machine, from steps that were timed.</summary>
/// <param name="Seconds">The whole run: its trainings, evaluations and export.</param>
/// <param name="Error">How far off that may be, as a share of it.</param>
/// <param name="Steps">Optimizer steps of the run's first training.</param>
/// <param name="SecondsPerStep">One of them.</param>
/// <param name="EvaluationSeconds">
/// All that is evaluated, while it trains and at its end, and what is exported, the teacher's time as ONNX included.
/// </param>
/// <param name="TimedSteps">How many steps were timed.</param>
public sealed record CheckedDuration(
    double Seconds,
    double Error,
    long Steps,
    double SecondsPerStep,
    double EvaluationSeconds,
    int TimedSteps);
