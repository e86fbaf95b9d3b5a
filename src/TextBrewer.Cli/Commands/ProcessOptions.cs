using System.CommandLine;
using TextBrewer.Recipes.Runs;
using TextBrewer.Torch.Collectives;

namespace TextBrewer.Cli.Commands;

/// <summary>The options of commands that several processes carry out together.</summary>
internal sealed class ProcessOptions
{
    private const string Timeout = "--timeout";

    private readonly Option<double> _timeout = new(Timeout)
    {
        Description = "Under mpirun: after how many seconds without a sign of life of a process the run ends.",
        DefaultValueFactory = _ => new CollectiveOptions().Timeout.TotalSeconds,
    };

    private readonly Option<string?> _interface = new("--interface")
    {
        Description = "Under mpirun: the network interface between the hosts, like eth1, where they have several.",
    };

    private readonly Option<string?> _scratch = new("--local-scratch")
    {
        Description = "Under mpirun: where a process that does not see the run's folder keeps what it needs of it.",
    };

    internal ProcessOptions() => _timeout.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double>() is not (>= 1 and <= 86_400)) result.AddError("--timeout: give 1 to 86400 seconds.");
    });

    /// <summary>Whether several processes carry out a command together: it has these options.</summary>
    internal static bool AreOf(Command command) => command.Options.Any(option => option.Name == Timeout);

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withFolder">Whether it has a run's folder.</param>
    internal void AddTo(Command command, bool withFolder = true)
    {
        command.Options.Add(_timeout);
        command.Options.Add(_interface);
        if (withFolder) command.Options.Add(_scratch);
    }

    /// <summary>Runs a command in every process.</summary>
    internal int Run(Terminal terminal, ParseResult parsed, Func<Terminal, ICollective, int> command) => SharedCommand.Run(
        terminal,
        new CollectiveOptions { Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)), Interface = parsed.GetValue(_interface) },
        command);

    /// <summary>A host with the processes.</summary>
    internal RunHost Host(RunHost host, ICollective collective, ParseResult parsed) =>
        host with { Collective = collective, LocalScratch = parsed.GetValue(_scratch) };
}
