using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using TextBrewer.Cli.Commands;
using TextBrewer.Naming;
using TextBrewer.Torch.Native;

namespace TextBrewer.Cli;

/// <summary>The program: parses, runs a command, turns what goes wrong into an exit code and one sentence.</summary>
public static class TextBrewerCommand
{
    /// <summary>Runs the program.</summary>
    /// <returns>0 success, 1 fault, 2 the user's error, 130 stopped.</returns>
    public static int Run(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        // Not a RootCommand: that takes its name from the process, which may be dotnet or a test.
        Command root = new(
            "textbrewer",
            "TextBrewer distils a large fine-tuned text model into a small, fast one.\n\nExample: textbrewer quickstart")
        {
            new HelpOption(),
            new VersionOption(),
            QuickstartCommand.Make(terminal, cancellationToken),
            InitCommand.Make(terminal),
            CheckCommand.Make(terminal, cancellationToken),
            RunCommands.Train(terminal, cancellationToken),
            RunCommands.Distill(terminal, cancellationToken),
            LabelCommand.Make(terminal, cancellationToken),
            RunCommands.Resume(terminal, cancellationToken),
            EvaluateCommand.Make(terminal, cancellationToken),
            PredictCommand.Make(terminal, cancellationToken),
            ExportCommand.Make(terminal, cancellationToken),
            BenchmarkCommand.Make(terminal, cancellationToken),
            ParametersCommand.Make(terminal),
            ReportCommand.Make(terminal),
            PresetsCommand.Make(terminal),
            SchemaCommand.Make(terminal),
            DoctorCommand.Make(terminal),
            CompletionCommand.Make(terminal),
        };
        root.Add(CompletionCommand.MakeComplete(terminal, root));
        ParseResult parsed = root.Parse(args);
        // All processes that a launcher started were given the same command line: the first speaks for them.
        Launch? launch = Launch.Detect();
        bool isFirst = launch is not { Rank: > 0 };
        if (parsed.Errors.Count > 0)
        {
            // Without an error of their own: a launcher that sees one ends the others, also one that is about to speak.
            if (!isFirst) return ExitCode.Success;
            terminal.Error.WriteLine($"Error: {Wrong(parsed, root)}{Meant(parsed)} See "
                + $"'{(parsed.CommandResult.Command == root ? "" : "textbrewer ")}{parsed.CommandResult.Command.Name} --help'.");
            return ExitCode.UserError;
        }
        Command command = parsed.CommandResult.Command;
        if (launch is not null && !ProcessOptions.AreOf(command))
        {
            if (!isFirst) return ExitCode.Success;
            if (command != root)
                terminal.Error.WriteLine($"Process 0 of {launch.Size} does '{command.Name}' alone: it is not shared among processes.");
        }
        Terminal shown = isFirst ? terminal : Terminal.Silent;
        try
        {
            int code = parsed.Invoke(new InvocationConfiguration
            {
                Output = shown.Out,
                Error = shown.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            });
            // Who asked to stop hears that it was heard, even where nothing was left to stop.
            return code == ExitCode.Success && cancellationToken.IsCancellationRequested ? ExitCode.Interrupted : code;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            return Tell(terminal, problem, cancellationToken.IsCancellationRequested);
        }
    }

    private static string Wrong(ParseResult parsed, Command root) =>
        parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [{ } word, ..]
            ? $"There is no {(word.StartsWith('-') ? "option" : "command")} '{word}'."
            : Plain(parsed.Errors[0].Message);

    /// <summary>What cannot be parsed, without the name of a type: all that takes a value and no text is a number.</summary>
    private static string Plain(string message)
    {
        int type = message.IndexOf(" as expected type ", StringComparison.Ordinal);
        return type < 0 ? message : $"{message[..type]}: it takes a number.";
    }

    /// <summary>The command or option that a word on the line was probably meant to be.</summary>
    private static string Meant(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is not [{ } word, ..] || word.AsSpan().ContainsAny('/', '.', ' ')) return "";
        IEnumerable<Symbol> known = word.StartsWith('-') ? parsed.CommandResult.Command.Options : parsed.CommandResult.Command.Subcommands;
        string[] names = [.. known.Where(symbol => !symbol.Hidden).Select(symbol => symbol.Name)];
        return Nearest.Question(word, names);
    }

    /// <summary>Says what went wrong.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="problem">What.</param>
    /// <param name="isStopped">Whether somebody asked to stop.</param>
    /// <returns>The exit code for it.</returns>
    internal static int Tell(Terminal terminal, Exception problem, bool isStopped)
    {
        (string said, int code) = problem switch
        {
            OperationCanceledException when isStopped => ("Stopped.", ExitCode.Interrupted),
            _ when IsUsers(problem) => ($"Error: {problem.Message}", ExitCode.UserError),
            _ => ($"Fault: {problem}", ExitCode.Fault),
        };
        terminal.Error.WriteLine(said);
        return code;
    }

    /// <summary>Whether it is something that the user can change: a file, a setting, what is installed.</summary>
    internal static bool IsUsers(Exception problem) => problem
        is ConfigurationException
        or InvalidDataException
        or IOException
        or PlatformNotSupportedException
        or DllNotFoundException
        or UnauthorizedAccessException;
}
