using System.IO.Hashing;
using System.Runtime.InteropServices;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Tasks;

/// <summary>
/// A dev set taken out of the training data where a recipe names none: of each label the same share, drawn by the texts themselves. It is
/// the same in every run over a file, whatever the run's seed and the order of the file, so that a student's dev set is none that its
/// teacher was trained on.
/// </summary>
internal static class DevSplit
{
    /// <summary>The share where a recipe says none.</summary>
    internal const double DefaultShare = 0.1;

    /// <summary>Fewer training examples are not split: what a handful says is chance.</summary>
    internal const int Least = 100;

    // As many say how good a model is to about a point, and more cost time.
    private const int Most = 2000;

    // Another one would split all data anew.
    private const long Seed = 0;

    /// <summary>The numbers of a task's training examples that are kept apart, from 0 in the order of the file.</summary>
    /// <param name="kind">The kind of task.</param>
    /// <param name="data">Its data.</param>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message has file and line.</exception>
    internal static IReadOnlySet<int> Of(TaskKind kind, RecipeData data) =>
        data.SplitsDev ? Of([.. kind.SplitKeys(data.Train!)], data.DevShare) : new HashSet<int>();

    /// <summary>The numbers of the examples that are kept apart, from 0 in the order of the file; none: there are too few.</summary>
    /// <param name="examples">All examples.</param>
    /// <param name="share">The share that is kept apart; null: <see cref="DefaultShare"/>, and no more than 2,000 examples.</param>
    internal static IReadOnlySet<int> Of(IReadOnlyList<SplitKey> examples, double? share)
    {
        double part = share ?? Math.Min(DefaultShare, (double)Most / Math.Max(1, examples.Count));
        return examples.Count < Least
            ? new HashSet<int>()
            : examples.Index()
                .Where(example => example.Item.Stratum is not null)
                .GroupBy(example => example.Item.Stratum, StringComparer.Ordinal)
                .SelectMany(stratum => Chosen([.. stratum], part))
                .ToHashSet();
    }

    /// <summary>Whole texts, until there are enough of them.</summary>
    private static IEnumerable<int> Chosen((int Index, SplitKey Item)[] stratum, double part)
    {
        int wanted = (int)Math.Round(part * stratum.Length, MidpointRounding.ToEven), taken = 0;
        foreach (IGrouping<ulong, int> alike in stratum
            .GroupBy(example => Hash(example.Item.Content), example => example.Index)
            .OrderBy(alike => alike.Key))
        {
            if (taken >= wanted) yield break;
            foreach (int example in alike) yield return example;
            taken += alike.Count();
        }
    }

    private static ulong Hash(string content) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(content.AsSpan()), Seed);
}
