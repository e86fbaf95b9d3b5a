using System.Diagnostics;

namespace TextBrewer.Torch.Native;

/// <summary>
/// Looks at the machine's load twice a second, and has the computing threads wait asleep while other programs need the processors: a
/// thread that waits awake takes from them the time that the thread which it waits for will want. Results do not depend on it.
/// </summary>
internal static class LoadWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether threads wait asleep now.</summary>
    internal static bool IsCrowded { get; private set; }

    /// <summary>Starts to look, until the program ends.</summary>
    internal static void Start(OpenMp openMp)
    {
        if (!OperatingSystem.IsLinux()) return;
        new Thread(() => Look(openMp)) { IsBackground = true, Name = "machine's load" }.Start();
    }

    private static void Look(OpenMp openMp)
    {
        try
        {
            using LoadMeter meter = new();
            Crowding crowding = new(meter.Read());
            using AutoResetEvent quiet = new(initialState: false);
            long last = Stopwatch.GetTimestamp();
            while (true)
            {
                Thread.Sleep(Period);
                long now = Stopwatch.GetTimestamp();
                bool crowded = crowding.Next(meter.Read(), Stopwatch.GetElapsedTime(last, now).TotalSeconds);
                last = now;
                if (crowded == IsCrowded) continue;
                IsCrowded = crowded;
                if (crowded) new Thread(() => Hold(openMp, quiet)) { IsBackground = true, Name = "crowd" }.Start();
                else quiet.Set();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Nothing can be seen here: threads wait as OpenMP has it.
        }
    }

    private static void Hold(OpenMp openMp, AutoResetEvent quiet)
    {
        openMp.Crowd();
        quiet.WaitOne();
    }
}
