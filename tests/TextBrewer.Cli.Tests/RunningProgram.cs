using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TextBrewer.Cli.Tests;

/// <summary>The real program as a process of its own, whose standard error is read line by line.</summary>
internal sealed class RunningProgram : IDisposable
{
    internal const int Hup = 1, Int = 2, Term = 15;

    // Only a program that hangs takes so long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly List<string> _lines = [];
    private readonly Task<string> _output;
    private readonly Process _process;
    private bool _listens = true;

    internal RunningProgram(params string[] arguments)
        : this(new ProcessStartInfo(Path, arguments))
    {
    }

    internal RunningProgram(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.Environment["TEXTBREWER_THREADS"] = "1";
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync(_patience.Token);
    }

    /// <summary>The program's file.</summary>
    internal static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "TextBrewer.Cli");

    /// <summary>What it has said so far.</summary>
    internal string Said => string.Join('\n', _lines);

    /// <summary>Waits until it says something.</summary>
    internal async Task Until(string said)
    {
        while (!_lines.Any(line => line.Contains(said, StringComparison.Ordinal)))
            _lines.Add(await _process.StandardError.ReadLineAsync(_patience.Token)
                ?? throw new InvalidOperationException($"It ended before it said '{said}':\n{Said}"));
    }

    /// <summary>Sends a signal.</summary>
    internal void Send(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Whether it has a handler of its own for a signal.</summary>
    internal bool Catches(int signal)
    {
        string caught = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (Convert.ToUInt64(caught["SigCgt:".Length..].Trim(), 16) >> (signal - 1) & 1) == 1;
    }

    /// <summary>Closes what the program says things to.</summary>
    internal void StopListening()
    {
        _listens = false;
        _process.StandardError.Close();
    }

    /// <summary>Waits for its end.</summary>
    internal async Task<int> Ended()
    {
        while (_listens && await _process.StandardError.ReadLineAsync(_patience.Token) is { } line) _lines.Add(line);
        await _process.WaitForExitAsync(_patience.Token);
        return _process.ExitCode;
    }

    /// <summary>What it wrote.</summary>
    internal Task<string> Output() => _output;

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _patience.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
