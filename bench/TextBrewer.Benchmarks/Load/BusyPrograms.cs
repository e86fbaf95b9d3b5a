using System.Diagnostics;
using TextBrewer.Benchmarks.Processes;

namespace TextBrewer.Benchmarks.Load;

/// <summary>As many programs as cores that do nothing but keep them busy, until they are disposed.</summary>
internal sealed class BusyPrograms : IDisposable
{
    private readonly Process[] _programs = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => ChildProgram.Start("spin"))];

    /// <summary>Starts them, and waits until they are busy.</summary>
    internal BusyPrograms()
    {
        foreach (Process program in _programs) program.StandardOutput.ReadLine();
    }

    /// <summary>What such a program does; it ends when its parent ends it, or after ten minutes.</summary>
    internal static int Spin()
    {
        Console.WriteLine("busy");
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMinutes < 10)
        {
        }
        return 0;
    }

    public void Dispose()
    {
        foreach (Process program in _programs)
        {
            program.Kill();
            program.WaitForExit();
            program.Dispose();
        }
    }
}
