using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checks;

/// <summary>How often each class of a task occurs in examples.</summary>
internal static class LabelCounts
{
    /// <summary>The classes in the order of their indices; none: the task has no classes, or no example has one.</summary>
    internal static IReadOnlyList<(string Label, int Count)> Of(CheckedTask task, IEnumerable<EncodedText> texts)
    {
        SortedDictionary<int, int> counts = [];
        foreach (int place in texts.SelectMany(text => text.Target.Classes)) counts[place] = counts.GetValueOrDefault(place) + 1;
        if (counts.Count == 0) return [];
        IReadOnlyList<string> labels = task.Task.Settings.Labels;
        for (int i = 0; i < labels.Count; i++) counts.TryAdd(i, 0);
        return [.. counts.Select(count => (count.Key < labels.Count ? labels[count.Key] : $"{count.Key}", count.Value))];
    }
}
