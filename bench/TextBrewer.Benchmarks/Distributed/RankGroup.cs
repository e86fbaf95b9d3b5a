using System.Diagnostics;
using System.Globalization;
using System.Text;
using TextBrewer.Benchmarks.Steps;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>Processes of this program that take steps together when they are told to, and sleep until then.</summary>
internal sealed class RankGroup : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    /// <summary>Starts them.</summary>
    /// <param name="launcher">Starts several.</param>
    /// <param name="processes">How many.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="shape">What they distil.</param>
    internal RankGroup(MpiLauncher launcher, int processes, int threads, StepShape shape)
    {
        _process = Process.Start(launcher.Line(processes, threads, "rank", shape.Name))!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>What they wrote to the error stream.</summary>
    internal string Said
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Begins a run.</summary>
    /// <param name="variant">Its settings.</param>
    /// <param name="batch">Texts of the whole batch.</param>
    /// <param name="isClocked">Whether the exchange is timed.</param>
    /// <returns>What it expects the exchange to cost.</returns>
    internal ExpectedExchange Begin(ExchangeVariant variant, int batch, bool isClocked = false)
    {
        Tell($"{RankProgram.Begin} {variant.Name} {batch} {(isClocked ? RankProgram.Clocked : "plain")}");
        double[] said = Numbers();
        return new ExpectedExchange(said[0], said[1], said[2], said[3]);
    }

    /// <summary>Ends the run.</summary>
    internal void End()
    {
        Tell(StepGate.End);
        Read();
    }

    /// <summary>Begins a turn of steps.</summary>
    internal void Start(int steps) => Tell($"{StepGate.Steps} {steps}");

    /// <summary>The steps of the turn.</summary>
    internal IReadOnlyList<TimedStep> Taken() =>
        [.. Numbers().Chunk(3).Select(numbers => new TimedStep(numbers[0], numbers[1], numbers[2]))];

    /// <summary>Takes a turn of steps.</summary>
    internal IReadOnlyList<TimedStep> Steps(int steps)
    {
        Start(steps);
        return Taken();
    }

    /// <summary>Ends the processes.</summary>
    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(20))) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Tell(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    private double[] Numbers() => [.. Read().Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    /// <summary>The next answer.</summary>
    /// <exception cref="InvalidOperationException">The processes have ended.</exception>
    private string Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith(RankProgram.Answer, StringComparison.Ordinal)) return line[RankProgram.Answer.Length..];
        _process.WaitForExit();
        throw new InvalidOperationException($"The processes ended with {_process.ExitCode}. {Said}".Trim());
    }
}
