namespace TextBrewer.Adaptors;

/// <summary>A kind of signal: a row of the table that says how its tensors are cut by example, put together and kept.</summary>
/// <param name="Name">Its name in JSON and in logs.</param>
/// <param name="Axes">What the dimensions of its tensors are, in their order; none: scalars.</param>
public sealed record Feature(string Name, params IReadOnlyList<Axis> Axes)
{
    /// <summary>What stands at positions that are padding, where tensors of several lengths are put together.</summary>
    public double Padding { get; init; }

    /// <summary>Whether a match can name it: there is a tensor for each layer.</summary>
    public bool HasLayers { get; init; }

    /// <summary>Whether its first tensor is the output of the embeddings, so that layers count from 1.</summary>
    public bool BeginsWithEmbeddings { get; init; }

    /// <summary>
    /// Whether it is asked of a teacher, and so kept with a teacher's outputs; losses and labels are the student's affair.
    /// </summary>
    public bool IsTeachers { get; init; } = true;

    /// <summary>Two features are the same where their names are.</summary>
    public bool Equals(Feature? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>
    /// The axes of a tensor of this kind; one of fewer dimensions has no length (logits of whole sequences) or is as long as they go.
    /// </summary>
    /// <param name="rank">How many dimensions it has.</param>
    internal IReadOnlyList<Axis> AxesOf(int rank)
    {
        if (rank == Axes.Count) return Axes;
        Axis[] withoutLength = [.. Axes.Where(axis => axis != Axis.Length)];
        return rank == withoutLength.Length ? withoutLength : [.. Axes.Take(rank)];
    }
}
