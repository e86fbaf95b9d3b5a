namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>Where process 0 waits for the others.</summary>
/// <param name="Host">Its host's name.</param>
/// <param name="Addresses">Its addresses; one of this host alone is the last.</param>
/// <param name="Port">The port.</param>
/// <param name="Token">What the others show, and then process 0: nobody else can join.</param>
internal sealed record WatchInvitation(string Host, string[] Addresses, int Port, byte[] Token)
{
    /// <summary>How many random bytes each side shows.</summary>
    internal const int TokenBytes = 32;

    /// <summary>What the others show, with their rank and the length of their host's name behind it.</summary>
    internal ReadOnlySpan<byte> Question => Token.AsSpan(0, TokenBytes);

    /// <summary>What process 0 answers.</summary>
    internal ReadOnlySpan<byte> Answer => Token.AsSpan(TokenBytes, TokenBytes);
}
