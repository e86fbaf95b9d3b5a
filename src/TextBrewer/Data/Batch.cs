namespace TextBrewer.Data;

/// <summary>A batch on its way through the loop: what the models are called with, and which examples stand in it.</summary>
/// <param name="Content">What the models are called with.</param>
public sealed record Batch<TBatch>(TBatch Content) : IDisposable
{
    /// <summary>The examples of the batch in the order of its rows; null: nobody knows them.</summary>
    public IReadOnlyList<Example>? Examples { get; init; }

    /// <summary>How many examples it has; null: nobody knows.</summary>
    public int? Count { get; init; }

    /// <summary>How far a position in the data moves on by it; a batch whose examples nobody counted moves it by one.</summary>
    internal int Size => Whole ?? Count ?? 1;

    /// <summary>Where several processes share it: how many examples all of them have of it; null: it is here as a whole.</summary>
    internal int? Whole { get; init; }

    /// <summary>
    /// Whether it has fewer examples than there are processes and none for this one, which computes another's, so that all do the same;
    /// it counts for nothing.
    /// </summary>
    internal bool IsSpare { get; init; }

    /// <summary>Of several tasks in one stream: the task's name; empty where there is one.</summary>
    public string Task { get; init; } = "";

    /// <summary>Whether it was made for one use, so that whoever takes it disposes it; the content of others is the caller's.</summary>
    public bool IsOwned { get; init; }

    /// <summary>
    /// Whether its examples were drawn for its epoch alone (<see cref="Draw{TExample}"/>): what a teacher says about them is not kept,
    /// because they do not come again.
    /// </summary>
    public bool IsDrawn { get; init; }

    /// <summary>What the batch is known by where its examples are not: the caller's own, which comes again; null: it does not.</summary>
    internal object? Identity { get; init; }

    /// <summary>Frees the content, if it was made for one use.</summary>
    public void Dispose()
    {
        if (IsOwned) (Content as IDisposable)?.Dispose();
    }

    /// <summary>The batch that both models see: of the same examples, its content changed.</summary>
    /// <param name="postprocessor">Changes the content; null: nothing does.</param>
    internal Batch<TBatch> Processed(Func<TBatch, TBatch>? postprocessor) =>
        postprocessor is null ? this : this with { Content = postprocessor(Content) };
}
