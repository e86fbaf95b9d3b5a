using TextBrewer.Text.Features;

namespace TextBrewer.Text.Metrics;

/// <summary>The entities of a sentence, counted: what metrics of any number of sentences are made of.</summary>
public sealed class SentenceEntities
{
    private readonly SortedDictionary<string, (int Right, int Predicted, int Real)> _types = new(StringComparer.Ordinal);

    /// <summary>Counts the entities of a sentence.</summary>
    /// <param name="gold">The real tags.</param>
    /// <param name="predicted">The predicted ones.</param>
    /// <param name="strict">The scheme whose letter counts (seqeval's <c>mode="strict"</c>); null: the lenient reading, seqeval's
    /// default.</param>
    /// <exception cref="ArgumentException">The two are not of the same length, or a tag is none of the strict scheme's.</exception>
    public SentenceEntities(IReadOnlyList<string> gold, IReadOnlyList<string> predicted, TagScheme? strict = null)
    {
        if (gold.Count != predicted.Count)
            throw new ArgumentException($"A sentence has {gold.Count} tags and {predicted.Count} predictions.", nameof(predicted));
        Words = gold.Count;
        for (int k = 0; k < gold.Count; k++) if (gold[k] == predicted[k]) RightWords++;
        IReadOnlyList<Entity> real = Read(gold, strict), found = Read(predicted, strict);
        HashSet<Entity> known = [.. real];
        foreach (Entity entity in real) Add(entity.Type, (0, 0, 1));
        foreach (Entity entity in found) Add(entity.Type, (known.Contains(entity) ? 1 : 0, 1, 0));
    }

    /// <summary>The words.</summary>
    internal int Words { get; }

    /// <summary>Those whose tag is right.</summary>
    internal int RightWords { get; }

    /// <summary>By type, how many are right, predicted and real.</summary>
    internal IReadOnlyDictionary<string, (int Right, int Predicted, int Real)> Types => _types;

    private static IReadOnlyList<Entity> Read(IReadOnlyList<string> tags, TagScheme? strict) =>
        strict is TagScheme scheme ? Entities.Strict(tags, scheme) : Entities.Of(tags);

    private void Add(string type, (int Right, int Predicted, int Real) more)
    {
        (int right, int predicted, int real) = _types.GetValueOrDefault(type);
        _types[type] = (right + more.Right, predicted + more.Predicted, real + more.Real);
    }
}
