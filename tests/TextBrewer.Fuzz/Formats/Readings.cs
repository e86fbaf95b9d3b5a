using TextBrewer.Naming;

namespace TextBrewer.Fuzz.Formats;

/// <summary>Several ways to read one file, each of which may refuse it.</summary>
internal static class Readings
{
    internal static void All(params Action[] readings)
    {
        foreach (Action read in readings)
        {
            try
            {
                read();
            }
            catch (Exception problem) when (IsDeclared(problem))
            {
                // the next way may still take it
            }
        }
    }

    /// <summary>Whether an error is one that readers say they throw: those that the program tells its user in a sentence.</summary>
    internal static bool IsDeclared(Exception problem) => problem
        is InvalidDataException or ConfigurationException or IOException or UnauthorizedAccessException or PlatformNotSupportedException;
}
