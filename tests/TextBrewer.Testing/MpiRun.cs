using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit;

namespace TextBrewer.Testing;

/// <summary>Processes that a launcher of MPI started, each in the test method that stands for a process of a run.</summary>
public sealed class MpiRun : IDisposable
{
    /// <summary>The launchers, by their names in Debian.</summary>
    public const string OpenMpi = "mpirun.openmpi", Mpich = "mpirun.mpich";

    /// <summary>The variable that names the folder in which the processes leave files.</summary>
    public const string Folder = "TEXTBREWER_TEST_FOLDER";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly Task<string> _output, _error;

    /// <summary>Starts them.</summary>
    /// <param name="launcher">The launcher's name.</param>
    /// <param name="size">The number of processes.</param>
    /// <param name="tests">The program of tests that each runs.</param>
    /// <param name="method">The test in it, which is explicit.</param>
    /// <param name="variables">Variables for them.</param>
    public MpiRun(string launcher, int size, Assembly tests, string method, params (string Name, string? Value)[] variables)
    {
        string program = Path.ChangeExtension(tests.Location, OperatingSystem.IsWindows() ? "exe" : null);
        string[] processes = ["-np", size.ToString(CultureInfo.InvariantCulture)];
        ProcessStartInfo start = new(launcher, [.. processes, program, "-explicit", "only", "-method", method])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string, string?)[] all =
        [
            (Folder, _folder.Path),
            ("OMPI_ALLOW_RUN_AS_ROOT", "1"),
            ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"),
            // More processes than cores.
            ("OMPI_MCA_rmaps_base_oversubscribe", "1"),
            .. variables,
        ];
        foreach ((string name, string? value) in all) start.Environment[name] = value;
        _process = Process.Start(start)!;
        (_output, _error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>Skips the test where a launcher is not installed.</summary>
    public static void SkipWithout(string launcher)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool isThere = Array.Exists(folders, folder => File.Exists(Path.Combine(folder, launcher)));
        Assert.SkipUnless(isThere, $"{launcher} is not installed (Debian: openmpi-bin, mpich)");
    }

    /// <summary>A file that the processes write.</summary>
    public string this[string name] => _folder[name];

    /// <summary>All that was written to standard output and error.</summary>
    public string Written => _output.Result + _error.Result;

    /// <summary>What was written to standard error.</summary>
    public string Error => _error.Result;

    /// <summary>Waits for their end.</summary>
    /// <returns>The launcher's exit code; null: they have not ended.</returns>
    public int? Wait(TimeSpan most) => _process.WaitForExit(most) ? _process.ExitCode : null;

    /// <summary>Waits for a file of each process.</summary>
    public void WaitFor(string name, int size, TimeSpan most)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (Enumerable.Range(0, size).Any(rank => !File.Exists(this[$"{name}{rank}"])))
        {
            string state = _process.HasExited ? Written : "still running";
            Assert.True(clock.Elapsed < most && !_process.HasExited, $"{name} is not there; {state}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Sends a signal to a process.</summary>
    public void Signal(int rank, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", File.ReadAllText(this[$"pid{rank}"])]);
        kill.WaitForExit();
    }

    /// <summary>What the processes reported of the run's end, in the order in which they did.</summary>
    public string[] Reports => File.Exists(this["reports"]) ? File.ReadAllLines(this["reports"]) : [];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // The launcher ends what it started.
            using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill(entireProcessTree: true);
        }
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
