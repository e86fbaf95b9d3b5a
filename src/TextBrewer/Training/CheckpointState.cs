using System.Text.Json.Serialization;

namespace TextBrewer.Training;

/// <summary><c>state.json</c> of a checkpoint: where in the run it was taken.</summary>
internal sealed record CheckpointState(int Format, long Step, long Steps, int Epoch, long Examples)
{
    /// <summary>The newest format that this version reads.</summary>
    internal const int Newest = 3;

    /// <summary>The precision that the run computes in, so that a resumed one does not measure again.</summary>
    public string Precision { get; init; } = RunPrecision.Fp32;

    /// <summary>The best evaluation so far; null: there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BestEvaluation? Best { get; init; }

    /// <summary>How many evaluations there were since then.</summary>
    public int EvaluationsSinceBest { get; init; }

    /// <summary>Whether the evaluation after this step is still to be done.</summary>
    public bool EvaluationIsDue { get; init; }

    /// <summary>Optimizer steps that were skipped.</summary>
    public long Skipped { get; init; }

    /// <summary>Those that were skipped since the last that was taken.</summary>
    public int SkippedInARow { get; init; }

    /// <summary>What the run warned of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the run is made of, by name.</summary>
    public IReadOnlyDictionary<string, string> Fingerprint { get; init; } = new Dictionary<string, string>();

    /// <summary>What cannot be; null: nothing.</summary>
    internal string? Problem() => Step < 1 || Step > Steps || Epoch < 0 || Examples < 0
        ? $"its state.json stands at step {Step} of {Steps}, epoch {Epoch}, example {Examples}, which no run does."
        : null;
}
