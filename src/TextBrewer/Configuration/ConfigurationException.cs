namespace TextBrewer.Configuration;

/// <summary>A setting that cannot work: the message says which, where, and what to do.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException() { }

    public ConfigurationException(string message) : base(message) { }

    public ConfigurationException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Throws one exception that lists all problems, if there are any.</summary>
    public static void ThrowIfAny(IReadOnlyCollection<string> problems)
    {
        if (problems.Count == 1) throw new ConfigurationException(problems.First());
        if (problems.Count > 1) throw new ConfigurationException($"{problems.Count} problems in the configuration: {string.Join(" ", problems.Select((p, i) => $"({i + 1}) {p}"))}");
    }
}
