namespace TextBrewer.Torch.Collectives;

/// <summary>How the processes of a run join.</summary>
public sealed record CollectiveOptions
{
    /// <summary>How long a process may keep the others waiting, or give no sign of life, before the run ends.</summary>
    /// <value>A second or more. The default is 60 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The network interface that connects the hosts (<c>eth1</c>), where they have several; null: <c>TEXTBREWER_MPI_INTERFACE</c>, or any.
    /// </summary>
    public string? Interface { get; init; }

    /// <summary>Gets the sentence that says why the run ends, from a thread of its own, just before this process is ended.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>The exit code of a run that ends so.</summary>
    public int ExitCode { get; init; } = 1;

    /// <summary>How many bytes are sent at once at most.</summary>
    internal int SegmentBytes { get; init; } = 1 << 26;

    internal void Check()
    {
        if (Timeout < TimeSpan.FromSeconds(1))
            throw new ArgumentException($"The timeout of {Timeout.TotalSeconds} s is too short: give a second or more.");
    }
}
