namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>No other words: each stays itself.</summary>
internal sealed class OwnWords : IWordSource
{
    public Word Draw(int example, Word word, Random random) => word;
}
