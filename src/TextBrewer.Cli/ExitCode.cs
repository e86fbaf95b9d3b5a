namespace TextBrewer.Cli;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    internal const int Success = 0;
    internal const int Fault = 1;
    internal const int UserError = 2;
    internal const int Interrupted = 130;
}
