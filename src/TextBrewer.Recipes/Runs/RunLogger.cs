using Microsoft.Extensions.Logging;

namespace TextBrewer.Recipes.Runs;

/// <summary>Says what an engine warns of.</summary>
internal sealed class RunLogger(RunMessages messages) : ILogger
{
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
        if (IsEnabled(logLevel)) messages.SayOnce($"Warning: {formatter(state, exception)}");
    }
}
