using System.Buffers.Binary;
using System.Net.Sockets;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>Messages over a connection. A connection that breaks says that the process on the other side is gone.</summary>
internal sealed class WatchConnection(Socket socket) : IDisposable
{
    // No message is longer: a sentence, and some numbers.
    private const int MostBytes = 1 << 20;

    private byte[] _bytes = new byte[4096];
    private int _count;

    internal Socket Socket => socket;

    /// <summary>Whether the other side is gone.</summary>
    internal bool IsBroken { get; private set; }

    internal void Send(WatchMessage message)
    {
        // Where it fails, what the other side said before may still be there to be read; the end is found in reading.
        byte[] bytes = message.Encode();
        if (!IsBroken) socket.Send(bytes, 0, bytes.Length, SocketFlags.None, out _);
    }

    /// <summary>Reads what has come, once the socket says that there is something.</summary>
    internal List<WatchMessage> Receive()
    {
        List<WatchMessage> messages = [];
        if (_count == _bytes.Length) Array.Resize(ref _bytes, 2 * _bytes.Length);
        int received = socket.Receive(_bytes, _count, _bytes.Length - _count, SocketFlags.None, out SocketError error);
        IsBroken = received == 0 || error != SocketError.Success;
        _count += received;
        int at = 0;
        while (!IsBroken && _count - at >= sizeof(int))
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));
            // Only what knows the token can speak here.
            IsBroken = length is < 0 or > MostBytes;
            if (IsBroken || _count - at - sizeof(int) < length) break;
            messages.Add(WatchMessage.Decode(_bytes.AsSpan(at + sizeof(int), length).ToArray()));
            at += sizeof(int) + length;
        }
        _bytes.AsSpan(at, _count - at).CopyTo(_bytes);
        _count -= at;
        return messages;
    }

    public void Dispose() => socket.Dispose();
}
