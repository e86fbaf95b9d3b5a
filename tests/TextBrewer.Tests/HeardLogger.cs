using Microsoft.Extensions.Logging;

namespace TextBrewer.Tests;

/// <summary>Keeps what it hears.</summary>
internal sealed class HeardLogger : ILogger
{
    internal List<string> Lines { get; } = [];

    internal List<string> Warnings { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        Lines.Add(formatter(state, exception));
        if (logLevel >= LogLevel.Warning) Warnings.Add(Lines[^1]);
    }
}
