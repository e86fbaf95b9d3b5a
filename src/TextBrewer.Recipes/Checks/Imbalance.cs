using System.Globalization;

namespace TextBrewer.Recipes.Checks;

/// <summary>Classes of which one is many times as frequent as another.</summary>
internal sealed class Imbalance : ITaskCheck
{
    // Between them a model that never says the rarer one loses next to nothing.
    private const int Times = 20;

    public IEnumerable<CheckFinding> Look(CheckedTask task)
    {
        // Most words have no tag that means anything: of those it says nothing.
        (string Label, int Count)[] counts = IsOfWords(task) ? [] : [.. LabelCounts.Of(task, task.Labelled).Where(c => c.Count > 0)];
        if (counts.Length < 2) yield break;
        (string Label, int Count) most = counts.MaxBy(count => count.Count), least = counts.MinBy(count => count.Count);
        if (most.Count < (long)Times * least.Count) yield break;
        yield return CheckFinding.Warning(
            $"{task.Path}.data.train",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The label '{most.Label}' has {most.Count:N0} examples and '{least.Label}' {least.Count:N0}: accuracy says little about "
                    + $"the rarer one."),
            "Judge by f1 or matthews, and give the rarer label more examples if you can.");
    }

    private static bool IsOfWords(CheckedTask task) => task.Labelled.Count > 0 && task.Labelled[0].Target is Tasks.TagTarget;
}
