namespace TextBrewer.Training;

/// <summary><c>state.json</c> of a checkpoint: where in the run it was taken.</summary>
internal sealed record CheckpointState(int Format, long Step, long Steps, int Epoch, long Examples)
{
    /// <summary>The newest format that this version reads.</summary>
    internal const int Newest = 2;

    /// <summary>The precision that the run computes in, so that a resumed one does not measure again.</summary>
    public string Precision { get; init; } = RunPrecision.Fp32;

    /// <summary>Whether the run was stopped in the evaluation that belongs to this step, so that it begins with that.</summary>
    public bool IsEvaluationDue { get; init; }
}
