namespace TextBrewer.Cli;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    internal const int Success = 0;
    internal const int Fault = 1;
    internal const int UserError = 2;

    /// <summary>Stopped by SIGHUP: 128 and the signal's number, as shells count.</summary>
    internal const int HungUp = 129;

    /// <summary>Stopped by SIGINT, or by whoever called.</summary>
    internal const int Interrupted = 130;

    /// <summary>Stopped by SIGTERM.</summary>
    internal const int Terminated = 143;
}
