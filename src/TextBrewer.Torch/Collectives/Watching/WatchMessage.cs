namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>What a process says of itself twice a second.</summary>
/// <param name="Kind">What kind of message it is.</param>
/// <param name="Step">The step that it is in.</param>
/// <param name="Calls">How many collective calls it has begun.</param>
/// <param name="IsInside">Whether it is inside the last of them.</param>
/// <param name="Since">The milliseconds since it got something done: came in, went out, or sent a part of what it has to send.</param>
/// <param name="Work">What it does that may take long; empty: nothing.</param>
/// <param name="Text">Why it cannot go on.</param>
internal sealed record WatchMessage(WatchKind Kind, long Step, long Calls, bool IsInside, long Since, string Work = "", string Text = "")
{
    /// <summary>As it is sent: a length, and so many bytes.</summary>
    internal byte[] Encode()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(0);
        writer.Write((byte)Kind);
        writer.Write(Step);
        writer.Write(Calls);
        writer.Write(IsInside);
        writer.Write(Since);
        writer.Write(Work);
        writer.Write(Text);
        writer.Seek(0, SeekOrigin.Begin);
        writer.Write((int)stream.Length - sizeof(int));
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote behind the length.</summary>
    internal static WatchMessage Decode(byte[] bytes)
    {
        using BinaryReader reader = new(new MemoryStream(bytes));
        return new WatchMessage(
            (WatchKind)reader.ReadByte(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadBoolean(),
            reader.ReadInt64(),
            reader.ReadString(),
            reader.ReadString());
    }
}
