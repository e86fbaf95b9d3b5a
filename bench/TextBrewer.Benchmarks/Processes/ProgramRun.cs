using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TextBrewer.Benchmarks.Processes;

/// <summary>Another program, run to its end or until its time was over.</summary>
/// <param name="Code">Its exit code; null: its time was over, and it was ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed to the error stream.</param>
internal sealed record ProgramRun(int? Code, string Output, string Errors)
{
    /// <summary>Runs a program.</summary>
    /// <param name="start">Which, and how; both streams are read here.</param>
    /// <param name="limit">Its time; null: it has all there is.</param>
    /// <returns>What came of it; null: there is no such program.</returns>
    internal static ProgramRun? Of(ProcessStartInfo start, TimeSpan? limit = null)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        try
        {
            using Process process = Process.Start(start)!;
            // Both at once: a program that fills one stream while the other is read would wait for ever.
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            bool ended = process.WaitForExit(limit ?? Timeout.InfiniteTimeSpan);
            if (!ended)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            return new ProgramRun(ended ? process.ExitCode : null, output.Result, errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The numbers of the last line that was printed.</summary>
    /// <exception cref="InvalidOperationException">The program failed, or printed nothing.</exception>
    internal double[] Numbers()
    {
        string[] lines = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (Code != 0 || lines.Length == 0) throw new InvalidOperationException($"The program ended with {Code}. {Errors}".Trim());
        return [.. lines[^1].Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
