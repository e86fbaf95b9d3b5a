namespace TextBrewer.Stores;

/// <summary>Bytes of the examples of one batch, used again for the next.</summary>
internal sealed class SignalBuffer
{
    private byte[] _bytes = [];
    private int _taken;

    /// <summary>Begins a batch: what was taken before is written over.</summary>
    internal void Reset() => _taken = 0;

    /// <summary>Takes room. What was taken before stays where it is.</summary>
    internal Memory<byte> Take(int bytes)
    {
        if (_bytes.Length - _taken < bytes)
        {
            _bytes = GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, bytes)));
            _taken = 0;
        }
        Memory<byte> room = _bytes.AsMemory(_taken, bytes);
        _taken += bytes;
        return room;
    }

    /// <summary>Gives back the end of what was taken last.</summary>
    internal void GiveBack(int bytes) => _taken -= bytes;
}
