using Microsoft.Extensions.Logging;

namespace TextBrewer.Stores;

/// <summary>How a store of teacher outputs is kept on disk.</summary>
public sealed record TeacherStoreOptions
{
    /// <summary>How exactly outputs are kept.</summary>
    /// <value>The default is <see cref="StorePrecision.Half"/>.</value>
    public StorePrecision Precision { get; init; } = StorePrecision.Half;

    /// <summary>
    /// The most bytes that all stores in the folder may take together: what comes beyond is not kept, and its examples are asked again in
    /// each epoch. Null: what the disk has, a gibibyte left free.
    /// </summary>
    public long? MaxBytes { get; init; }

    /// <summary>Hears of damage, and of a limit that is reached; null: nobody does.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>A file that is longer is followed by a new one, in bytes.</summary>
    internal long ChunkBytes { get; init; } = 256L << 20;

    /// <summary>So many bytes of what was read stay in memory: small outputs cost a system call each otherwise.</summary>
    internal long KeptBytes { get; init; } = 64L << 20;

    /// <summary>What the stores of a run may take together; null: this store alone counts.</summary>
    internal StoreBudget? Budget { get; init; }
}
