using Microsoft.Extensions.Logging;

namespace TextBrewer.Recipes.Runs;

/// <summary>Says an engine's warnings to whoever looks on at a run, each once however many trainings the run has.</summary>
internal sealed class RunLogger(Action<string> say) : ILogger
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        string message = formatter(state, exception);
        if (IsEnabled(logLevel) && _said.Add(message)) say($"Warning: {message}");
    }
}
