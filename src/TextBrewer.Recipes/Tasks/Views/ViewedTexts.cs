using System.Collections;

namespace TextBrewer.Recipes.Tasks.Views;

/// <summary>Examples as one of the teachers reads them.</summary>
/// <param name="texts">The examples.</param>
/// <param name="view">Which of their views.</param>
internal sealed class ViewedTexts(IReadOnlyList<EncodedText> texts, int view) : IReadOnlyList<EncodedText>
{
    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <inheritdoc/>
    public EncodedText this[int index] => texts[index].Views!.Others[view].Text;

    /// <inheritdoc/>
    public IEnumerator<EncodedText> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
