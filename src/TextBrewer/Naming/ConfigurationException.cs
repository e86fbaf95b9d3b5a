namespace TextBrewer.Naming;

/// <summary>A setting that cannot work: the message says which, where, and what to do.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>A problem without words.</summary>
    public ConfigurationException() { }

    /// <summary>A problem in one sentence: which setting, where, what to do.</summary>
    public ConfigurationException(string message) : base(message) { }

    /// <summary>A problem in one sentence, with the error underneath that showed it.</summary>
    public ConfigurationException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Throws one exception that lists all problems, if there are any.</summary>
    public static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count == 1) throw new ConfigurationException(problems.First());
        if (problems.Count > 1) throw new ConfigurationException(
            $"{problems.Count} problems in the configuration: {string.Join(" ", problems.Select((p, i) => $"({i + 1}) {p}"))}");
    }
}
