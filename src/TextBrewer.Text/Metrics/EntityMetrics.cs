using TextBrewer.Text.Features;

namespace TextBrewer.Text.Metrics;

/// <summary>
/// How well entities were found, equal to seqeval 1.2: an entity counts where type, first and last word are right. Fractions from 0 to 1;
/// what has no entity to count is 0.
/// </summary>
public sealed record EntityMetrics
{
    /// <summary>Counts entities, sentence by sentence.</summary>
    /// <param name="gold">The real tags of each sentence.</param>
    /// <param name="predicted">The predicted ones.</param>
    /// <param name="strict">The scheme whose letter counts (seqeval's <c>mode="strict"</c>); null: the lenient reading, seqeval's
    /// default.</param>
    /// <exception cref="ArgumentException">The two are not of the same lengths, or a tag is none of the strict scheme's.</exception>
    public EntityMetrics(
        IReadOnlyList<IReadOnlyList<string>> gold,
        IReadOnlyList<IReadOnlyList<string>> predicted,
        TagScheme? strict = null)
        : this(Sentences(gold, predicted, strict))
    {
    }

    /// <summary>Puts sentences together.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="times">How often each counts; null: once.</param>
    public EntityMetrics(IReadOnlyList<SentenceEntities> sentences, IReadOnlyList<int>? times = null)
    {
        SortedDictionary<string, Counts> types = new(StringComparer.Ordinal);
        long words = 0, rightWords = 0;
        for (int i = 0; i < sentences.Count; i++)
        {
            int weight = times?[i] ?? 1;
            if (weight == 0) continue;
            words += weight * sentences[i].Words;
            rightWords += weight * sentences[i].RightWords;
            foreach ((string type, (int right, int predicted, int real)) in sentences[i].Types)
            {
                if (!types.TryGetValue(type, out Counts? counts)) types[type] = counts = new Counts(0, 0, 0);
                counts.Right += weight * right;
                counts.Predicted += weight * predicted;
                counts.Real += weight * real;
            }
        }
        Accuracy = Ratio(rightWords, words);
        Types = [.. types.Select(type => Score(type.Key, type.Value))];
        Counts all = new(types.Values.Sum(t => t.Right), types.Values.Sum(t => t.Predicted), types.Values.Sum(t => t.Real));
        (_, Precision, Recall, F1, Support) = Score("", all);
        (MacroPrecision, MacroRecall, MacroF1) = (Mean(t => t.Precision), Mean(t => t.Recall), Mean(t => t.F1));
        (WeightedPrecision, WeightedRecall, WeightedF1) = (Weighted(t => t.Precision), Weighted(t => t.Recall), Weighted(t => t.F1));
    }

    /// <summary>Over all entities together (micro).</summary>
    public double Precision { get; }

    /// <summary>Over all entities together (micro).</summary>
    public double Recall { get; }

    /// <summary>Over all entities together (micro): the figure that papers give.</summary>
    public double F1 { get; }

    /// <summary>How many real entities there are.</summary>
    public int Support { get; }

    /// <summary>The share of words whose tag is right, O included.</summary>
    public double Accuracy { get; }

    /// <summary>Each type that is real or predicted somewhere, in the order of their names.</summary>
    public IReadOnlyList<EntityTypeScore> Types { get; }

    /// <summary>The mean over the types.</summary>
    public double MacroPrecision { get; }

    /// <summary>The mean over the types.</summary>
    public double MacroRecall { get; }

    /// <summary>The mean over the types.</summary>
    public double MacroF1 { get; }

    /// <summary>The mean over the types, weighted by how many real entities each has.</summary>
    public double WeightedPrecision { get; }

    /// <summary>The mean over the types, weighted by how many real entities each has.</summary>
    public double WeightedRecall { get; }

    /// <summary>The mean over the types, weighted by how many real entities each has.</summary>
    public double WeightedF1 { get; }

    private static SentenceEntities[] Sentences(
        IReadOnlyList<IReadOnlyList<string>> gold,
        IReadOnlyList<IReadOnlyList<string>> predicted,
        TagScheme? strict) => gold.Count != predicted.Count
        ? throw new ArgumentException($"{gold.Count} sentences and {predicted.Count} predictions.", nameof(predicted))
        : [.. gold.Zip(predicted, (real, found) => new SentenceEntities(real, found, strict))];

    private static EntityTypeScore Score(string type, Counts counts)
    {
        double precision = Ratio(counts.Right, counts.Predicted), recall = Ratio(counts.Right, counts.Real);
        return new EntityTypeScore(type, precision, recall, Ratio(2 * precision * recall, precision + recall), counts.Real);
    }

    private double Mean(Func<EntityTypeScore, double> score) => Types.Count == 0 ? 0 : Types.Average(score);

    private double Weighted(Func<EntityTypeScore, double> score) => Ratio(Types.Sum(type => score(type) * type.Support), Support);

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private sealed class Counts(int right, int predicted, int real)
    {
        internal int Right { get; set; } = right;

        internal int Predicted { get; set; } = predicted;

        internal int Real { get; set; } = real;
    }
}
