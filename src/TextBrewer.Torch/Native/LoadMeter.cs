using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace TextBrewer.Torch.Native;

/// <summary>Reads from Linux what the processors have done, without leaving garbage.</summary>
internal sealed class LoadMeter : IDisposable
{
    /// <summary>Ticks of <c>/proc/stat</c> in a second: the same on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    // Columns of the line "cpu": user, nice, system, idle, iowait, irq, softirq, steal.
    private const int Columns = 8, Idle = 3, WaitingForDisk = 4;

    private readonly SafeFileHandle _file = File.OpenHandle("/proc/stat");
    private readonly byte[] _text = new byte[256];

    /// <summary>All that was done since the start: by all programs, by this one, and nothing.</summary>
    internal MachineTime Read()
    {
        int length = RandomAccess.Read(_file, _text, fileOffset: 0);
        (double busy, double idle) = Parse(_text.AsSpan(0, length));
        return new MachineTime(busy, Environment.CpuUsage.TotalTime.TotalSeconds, idle);
    }

    /// <summary>Seconds of all processors together, from the first line of <c>/proc/stat</c>.</summary>
    internal static (double Busy, double Idle) Parse(ReadOnlySpan<byte> text)
    {
        long busy = 0, idle = 0;
        text = text.StartsWith("cpu "u8) ? text[4..] : [];
        for (int column = 0; column < Columns; column++)
        {
            text = text.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(text, out long ticks, out int used)) break;
            if (column is Idle or WaitingForDisk) idle += ticks;
            else busy += ticks;
            text = text[used..];
        }
        return (busy / TicksPerSecond, idle / TicksPerSecond);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
