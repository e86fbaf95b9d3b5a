using System.Diagnostics;
using System.Globalization;

namespace TextBrewer.Torture;

/// <summary>The program as a process of its own, in a folder.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [], _results = [];

    private Child(Process process) => _process = process;

    /// <summary>What it wrote on standard error.</summary>
    internal string Said => Text(_lines);

    /// <summary>What it wrote on standard output.</summary>
    internal string Result => Text(_results);

    internal static Child Start(string folder, params IEnumerable<string> arguments) =>
        Start(folder, ["dotnet", Program, .. arguments], new Dictionary<string, string>());

    /// <summary>The program's file.</summary>
    internal static string Program => Path.Combine(AppContext.BaseDirectory, "TextBrewer.Cli.dll");

    /// <summary>Starts a command line with some variables set.</summary>
    internal static Child Start(string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // The same number of threads in every process, and none that spins while another computes.
        (start.Environment["TEXTBREWER_THREADS"], start.Environment["OMP_WAIT_POLICY"]) = ("1", "passive");
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        Child child = new(Process.Start(start)!);
        child._process.ErrorDataReceived += (_, line) => Add(child._lines, line.Data);
        child._process.OutputDataReceived += (_, line) => Add(child._results, line.Data);
        child._process.BeginErrorReadLine();
        child._process.BeginOutputReadLine();
        return child;
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="most">How long.</param>
    /// <returns>Its exit code; null: it has not ended.</returns>
    internal int? Wait(TimeSpan most)
    {
        if (!_process.WaitForExit(most)) return null;
        // Without a limit all that it wrote is waited for.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Its number.</summary>
    internal int Number => _process.Id;

    /// <summary>Asks a process to stop, as <c>kill</c> does.</summary>
    internal static void Terminate(int number)
    {
        using Process kill = Process.Start("kill", ["-TERM", number.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Ends it as a power cut would: it is told nothing.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Add(List<string> lines, string? line)
    {
        lock (lines)
            if (line is not null) lines.Add(line);
    }

    private static string Text(List<string> lines)
    {
        lock (lines) return string.Join('\n', lines);
    }
}
