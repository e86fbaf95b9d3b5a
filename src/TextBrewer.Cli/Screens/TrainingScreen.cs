using Spectre.Console;
using TextBrewer.Recipes.Runs;

namespace TextBrewer.Cli.Screens;

/// <summary>Shows a run on standard error: progress bars where a person looks on, plain lines where none does.</summary>
internal static class TrainingScreen
{
    internal static T Show<T>(Terminal terminal, Func<RunHost, T> run)
    {
        if (!terminal.Interactive)
            return run(new RunHost
            {
                Say = terminal.Error.WriteLine,
                Progress = what => new TrainingLines(terminal.Error, what, TimeProvider.System)
            });

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Screen) });
        return console.Progress().Columns(TrainingBar.Columns).Start(progress => run(new RunHost
        {
            Say = Say,
            Progress = what => new TrainingBar(progress, what, TimeProvider.System, Say),
        }));

        void Say(string text) => console.WriteLine(PrintableWriter.Of(text));
    }
}
