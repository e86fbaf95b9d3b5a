using System.Collections;

namespace TextBrewer.Recipes.Tasks;

/// <summary>Some of many examples, which stay where they are.</summary>
/// <param name="all">All of them.</param>
/// <param name="chosen">The places of those that are meant.</param>
internal sealed class ChosenTexts(IReadOnlyList<EncodedText> all, int[] chosen) : IReadOnlyList<EncodedText>
{
    public int Count => chosen.Length;

    public EncodedText this[int index] => all[chosen[index]];

    public IEnumerator<EncodedText> GetEnumerator() => chosen.Select(place => all[place]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
