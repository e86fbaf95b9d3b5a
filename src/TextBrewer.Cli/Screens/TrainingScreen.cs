using TextBrewer.Recipes.Running;

namespace TextBrewer.Cli.Screens;

/// <summary>Shows a run on standard error: a live line where a person looks on, plain lines where none does.</summary>
internal sealed class TrainingScreen : IDisposable
{
    private readonly Terminal _terminal;
    private TrainingLine? _line;

    internal TrainingScreen(Terminal terminal)
    {
        _terminal = terminal;
        Host = new RunHost
        {
            Say = terminal.Error.WriteLine,
            Progress = what => _line = new TrainingLine(terminal, what, TimeProvider.System),
        };
    }

    internal RunHost Host { get; }

    /// <summary>The run's folder, once a checkpoint is there.</summary>
    internal string? Folder => _line?.Folder;

    public void Dispose() => _terminal.Error.Flush();
}
