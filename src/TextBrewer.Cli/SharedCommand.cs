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
        using ICollective collective = Collective.Start(options with { Report = Report });
        Terminal shown = collective.Rank == 0 ? terminal : Silent;
        try
        {
            return command(shown, collective);
        }
        catch (Exception problem) when (problem.IsAgreed())
        {
            // It is said before the processes part: a launcher that sees one end with an error ends the others.
            return TextBrewerCommand.Tell(shown, problem, isStopped: true);
        }
        catch (Exception problem) when (!problem.IsAgreed() && collective.Size > 1)
        {
            // The others wait for this process, and would do so for ever.
            collective.Watch.Fail(TextBrewerCommand.IsUsers(problem) ? problem.Message : problem.ToString());
            throw;
        }
    }

    private static Terminal Silent => new(TextReader.Null, TextWriter.Null, TextWriter.Null, Interactive: false);
}
