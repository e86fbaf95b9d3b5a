namespace TextBrewer.Reports.Results;

/// <summary>The names of what stands in a run's folder.</summary>
public static class RunFileNames
{
    /// <summary>The recipe with everything resolved.</summary>
    public const string Recipe = "recipe.json";

    /// <summary>Tasks, shapes of the models, software and machine: <see cref="RunFacts"/>.</summary>
    public const string Facts = "run.json";

    /// <summary>Metrics, size and latency of every version: <see cref="RunResult"/>.</summary>
    public const string Result = "result.json";

    /// <summary>Losses, learning rate and metrics step by step: <see cref="TrainingCurves"/>.</summary>
    public const string Metrics = "metrics.jsonl";

    /// <summary>What every version says about every dev example: <see cref="PredictionLine"/>.</summary>
    public const string Predictions = "predictions.jsonl";

    /// <summary>The page for a person.</summary>
    public const string Report = "report.html";

    /// <summary>The folder of the student, where there is a teacher; in a quickstart's folder that of the student's run.</summary>
    public const string Student = "student";

    /// <summary>The folder of the model that was trained without a teacher.</summary>
    public const string Model = "model";

    /// <summary>The folder of the student's training without a teacher.</summary>
    public const string Baseline = "baseline";

    /// <summary>The folder of the trainings without one of the loss terms.</summary>
    public const string Ablation = "ablation";

    /// <summary>The file by which a quickstart's folder is known.</summary>
    public const string QuickstartSeed = "seed.json";
}
