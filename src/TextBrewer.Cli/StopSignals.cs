using System.Runtime.InteropServices;

namespace TextBrewer.Cli;

/// <summary>
/// The signals that ask a program to stop: Ctrl-C (SIGINT), <c>docker stop</c> and systemd (SIGTERM), a closed terminal (SIGHUP). The first
/// one cancels what runs, which saves and ends; a second one ends the process at once.
/// </summary>
/// <remarks>
/// A signal that was ignored when the program started, as <c>nohup</c> does with SIGHUP and a shell's script with the SIGINT of what it
/// starts by <c>&amp;</c>, stays ignored: .NET leaves it so, whatever is registered.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    // timeout sends to its child and to the group that the child is in, a shell passes on what its terminal sends too: one wish, not two.
    private static readonly TimeSpan SameWish = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Lock _lock = new();
    private (int ExitCode, long At)? _first;

    internal StopSignals() => _registrations =
    [
        On(PosixSignal.SIGHUP, ExitCode.HungUp),
        On(PosixSignal.SIGINT, ExitCode.Interrupted),
        On(PosixSignal.SIGTERM, ExitCode.Terminated),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>What a command ends with that the first signal stopped; null: there was none.</summary>
    internal int? Code => _first?.ExitCode;

    /// <summary>What the process ends with: a stopped command by the code of the signal that stopped it.</summary>
    internal int Of(int exitCode) => exitCode == ExitCode.Interrupted && Code is { } code ? code : exitCode;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        // What is not cancelled is left to the system, which ends the process.
        context.Cancel = IsFirst(exitCode) || exitCode == ExitCode.HungUp || _clock.GetElapsedTime(_first!.Value.At) < SameWish;
        _stop.Cancel();
    });

    private bool IsFirst(int exitCode)
    {
        lock (_lock)
        {
            if (_first is not null) return false;
            _first = (exitCode, _clock.GetTimestamp());
            return true;
        }
    }
}
