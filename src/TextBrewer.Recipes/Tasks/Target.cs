namespace TextBrewer.Recipes.Tasks;

/// <summary>What is to be learned from an example.</summary>
internal abstract record Target
{
    /// <summary>Whether a label is there: without one, only a teacher can teach.</summary>
    public abstract bool IsLabelled { get; }
}
