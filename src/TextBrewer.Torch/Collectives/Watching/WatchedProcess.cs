namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>What is known of a process.</summary>
/// <param name="Rank">Its number.</param>
/// <param name="Host">Its host's name.</param>
/// <param name="Said">What it said last.</param>
/// <param name="Silence">How long ago it said that.</param>
/// <param name="IsGone">Whether its connection broke.</param>
internal sealed record WatchedProcess(int Rank, string Host, WatchMessage Said, TimeSpan Silence, bool IsGone)
{
    /// <summary>How long ago it got something done.</summary>
    internal TimeSpan Since => TimeSpan.FromMilliseconds(Said.Since) + Silence;

    /// <inheritdoc/>
    public override string ToString() => $"Process {Rank} on {Host}";
}
