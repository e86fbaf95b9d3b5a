using System.Diagnostics;

namespace TextBrewer.Torture;

/// <summary>The program as a process of its own, in a folder.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private Child(Process process) => _process = process;

    /// <summary>What it wrote on standard error.</summary>
    internal string Said
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

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
        child._process.ErrorDataReceived += (_, line) =>
        {
            lock (child._lines)
                if (line.Data is { } text) child._lines.Add(text);
        };
        child._process.OutputDataReceived += (_, _) => { };
        child._process.BeginErrorReadLine();
        child._process.BeginOutputReadLine();
        return child;
    }

    /// <summary>Waits for its end.</summary>
    /// <param name="most">How long.</param>
    /// <returns>Its exit code; null: it has not ended.</returns>
    internal int? Wait(TimeSpan most) => _process.WaitForExit(most) ? _process.ExitCode : null;

    /// <summary>Ends it as a power cut would: it is told nothing.</summary>
    internal void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();
}
