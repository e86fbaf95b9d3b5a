using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>How far two models decide alike.</summary>
/// <param name="Same">Decisions that are the same; of entities those that both find.</param>
/// <param name="All">All decisions; of entities those that either finds.</param>
internal readonly record struct DecisionAgreement(long Same, long All)
{
    /// <summary>The share that is the same; null: there is nothing to agree on.</summary>
    internal double? Share => All == 0 ? null : (double)Same / All;

    /// <summary>Of decisions one by one.</summary>
    internal static DecisionAgreement Of(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        new(first.Zip(second).LongCount(pair => pair.First == pair.Second), first.Count);

    /// <summary>Of entities, sentence by sentence.</summary>
    internal static DecisionAgreement Of(IReadOnlyList<IReadOnlyList<Entity>> first, IReadOnlyList<IReadOnlyList<Entity>> second) => new(
        first.Zip(second).Sum(pair => pair.First.Intersect(pair.Second).LongCount()),
        first.Zip(second).Sum(pair => pair.First.Union(pair.Second).LongCount()));

    /// <summary>Of both together.</summary>
    internal DecisionAgreement With(DecisionAgreement more) => new(Same + more.Same, All + more.All);
}
