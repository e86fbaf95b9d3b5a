using TextBrewer.Adaptors;

namespace TextBrewer.Teachers;

/// <summary>A batch that is kept for the whole run, and what the teacher said about it once it was asked.</summary>
internal sealed class CachedBatch<TBatch>(TBatch batch)
{
    internal TBatch Batch => batch;

    internal Signals? Teacher { get; set; }
}
