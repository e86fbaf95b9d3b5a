namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>A batch as teachers with tokenizers of their own read it, as plain arrays.</summary>
/// <param name="Texts">For each example, where its words stand.</param>
/// <param name="Others">The batch of each teacher.</param>
internal sealed record ViewArrays(IReadOnlyList<TextViews> Texts, IReadOnlyList<TextArrays> Others) : IDisposable
{
    /// <summary>Makes the arrays of a batch; null: all read the student's tokens.</summary>
    /// <param name="texts">The examples.</param>
    /// <param name="others">The task as each of the teachers has it.</param>
    internal static ViewArrays? Of(IReadOnlyList<EncodedText> texts, IReadOnlyList<TextTask> others) => others.Count == 0
        ? null
        : new([.. texts.Select(text => text.Views!)], [.. others.Select((other, i) => other.Prepare(
            [.. texts.Select(text => text.Views!.Others[i].Text)]))]);

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        foreach (TextArrays other in Others) other.Dispose();
    }
}
