using System.ComponentModel.DataAnnotations;

namespace Service;

/// <summary>
/// What one request may be, and how many may be under way. How long a text may be and how many may wait belongs to the model: <c>Model</c>.
/// </summary>
internal sealed class ServiceLimits
{
    /// <summary>The most bytes of a body; beyond them 413.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>The most texts of a request; beyond them 400.</summary>
    [Range(1, int.MaxValue)]
    public int MaxTexts { get; set; } = 256;

    /// <summary>How deep JSON may be nested, a body's (beyond that 400) and an answer's, which has five levels.</summary>
    [Range(8, 1000)]
    public int MaxDepth { get; set; } = 8;

    /// <summary>How many requests may be under way at once; beyond them 503.</summary>
    [Range(1, int.MaxValue)]
    public int MaxRequests { get; set; } = 256;

    /// <summary>How many connections may be open at once; beyond them a connection is closed.</summary>
    [Range(1, int.MaxValue)]
    public int MaxConnections { get; set; } = 1024;

    /// <summary>How long the largest body may be on its way; a caller who sends more slowly than that is answered 408.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxBodyTime { get; set; } = TimeSpan.FromSeconds(60);
}
