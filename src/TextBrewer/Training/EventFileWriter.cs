using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Tensorboard;

namespace TextBrewer.Training;

/// <summary>
/// Writes one event file that TensorBoard reads: records of length, checksum, event, checksum (TFRecord).
/// TorchSharp's own writer opens the file for every scalar and puts the machine's name into the file's.
/// </summary>
public sealed class EventFileWriter : IDisposable
{
    private const int BufferSize = 1 << 16;

    private const string Name = "events.out.tfevents.";

    private readonly TimeProvider _clock;
    private readonly FileStream _file;

    /// <summary>Makes the file <c>events.out.tfevents.{unix seconds}</c>; where there is one, with the next free number.</summary>
    /// <param name="folder">Its folder, made where there is none.</param>
    /// <param name="clock">Gives the file its name and the events their times; null: the system's.</param>
    public EventFileWriter(string folder, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        _file = Create(folder, _clock.GetUtcNow().ToUnixTimeSeconds());
        Write(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>The file.</summary>
    public string Path => _file.Name;

    /// <summary>Writes points of several curves at the same step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="values">A value per curve, kept as float32; NaN and infinities too.</param>
    public void Scalars(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        foreach ((string tag, double value) in values)
            Write(new Event
            {
                Step = step,
                Summary = new Summary { Value = { new Summary.Types.Value { Tag = tag, SimpleValue = (float)value } } }
            });
    }

    /// <summary>Says that a run begins at a step: TensorBoard drops what an earlier file holds from that step on.</summary>
    public void Start(long step) =>
        Write(new Event { Step = step, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });

    /// <summary>Hands everything written so far to the file.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Brings everything written so far to the disk.</summary>
    internal void FlushToDisk() => _file.Flush(flushToDisk: true);

    /// <summary>Writes what is left and closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Write(Event record)
    {
        record.WallTime = _clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        byte[] data = record.ToByteArray();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        _file.Write(length);
        WriteChecksum(length);
        _file.Write(data);
        WriteChecksum(data);
    }

    private void WriteChecksum(ReadOnlySpan<byte> data)
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, EventChecksum.Of(data));
        _file.Write(checksum);
    }

    private static FileStream Create(string folder, long number)
    {
        // TensorBoard reads the files of a folder by their numbers: what goes on comes last, whatever became of the clock meanwhile.
        foreach (string earlier in Directory.EnumerateFiles(folder, Name + "*"))
            if (long.TryParse(System.IO.Path.GetFileName(earlier)[Name.Length..], CultureInfo.InvariantCulture, out long taken))
                number = Math.Max(number, taken + 1);
        for (; ; number++)
        {
            string path = System.IO.Path.Combine(folder, Name + number.ToString(CultureInfo.InvariantCulture));
            try
            {
                // TensorBoard looks on while the run goes.
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferSize);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another run took it at the same instant.
            }
        }
    }
}
