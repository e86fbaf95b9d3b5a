using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli;

/// <summary>A command of several processes, where <c>mpirun</c> or its like started it: process 0 alone speaks.</summary>
internal static class SharedCommand
{
    /// <summary>Joins the other processes, if there are any, and runs the command.</summary>
    /// <param name="terminal">Where process 0 reads and writes.</param>
    /// <param name="options">How they join.</param>
    /// <param name="command">The command.</param>
    /// <returns>Its exit code.</returns>
    internal static int Run(Terminal terminal, CollectiveOptions options, Func<Terminal, ICollective, int> command)
    {
        LibTorch.Load();
        void Report(string sentence) => terminal.Error.WriteLine($"Error: {sentence}");
        if (Join(options with { Report = Report }) is not { } joined) return ExitCode.Success;
        using ICollective collective = joined;
        Terminal shown = collective.Rank == 0 ? terminal : Terminal.Silent;
        try
        {
            return Agreed(command(shown, collective), terminal, collective);
        }
        catch (Exception problem) when (problem.IsAgreed())
        {
            // It is said before the processes part: a launcher that sees one end with an error ends the others.
            return Agreed(TextBrewerCommand.Tell(shown, problem, isStopped: true), terminal, collective);
        }
        catch (Exception problem) when (!problem.IsAgreed() && collective.Size > 1)
        {
            // The others wait for this process, and would do so for ever.
            collective.Watch.Fail(TextBrewerCommand.IsUsers(problem) ? problem.Message : problem.ToString());
            throw;
        }
    }

    /// <summary>A command that was stopped ends for all processes with the code of the signal, also where one alone got it.</summary>
    private static int Agreed(int code, Terminal terminal, ICollective collective)
    {
        if (code != ExitCode.Interrupted || collective.Size == 1) return code;
        double[] signals = [terminal.StopCode() ?? 0];
        collective.AllReduce(signals, ReduceOperation.Max);
        return signals[0] == 0 ? code : (int)signals[0];
    }

    /// <summary>
    /// Joins the others. What keeps it from that, an interface or a library that is not there, is a matter of the host: its first process
    /// says it, and ends with an error. The others end without one, for a launcher that sees it may end the one that is about to speak.
    /// </summary>
    /// <returns>The processes; null: it cannot join, and another process says why.</returns>
    private static ICollective? Join(CollectiveOptions options)
    {
        try
        {
            return Collective.Start(options);
        }
        catch (Exception problem) when (TextBrewerCommand.IsUsers(problem) && Launch.Detect() is { LocalRank: > 0 })
        {
            return null;
        }
    }
}
