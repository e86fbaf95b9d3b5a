using System.Net.Sockets;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>A process that has joined process 0.</summary>
/// <param name="Rank">Its number.</param>
/// <param name="Host">Its host's name.</param>
/// <param name="Socket">The connection to it.</param>
internal sealed record Guest(int Rank, string Host, Socket Socket);
