using System.Globalization;

namespace TextBrewer.Recipes.Checks;

/// <summary>Dev examples that stand in the training data too, so that a model can know them by heart.</summary>
internal sealed class RepeatedExamples : ITaskCheck
{
    // Real data repeat a few short texts.
    private const double Tolerated = 0.02;

    public IEnumerable<CheckFinding> Look(CheckedTask task)
    {
        if (task.Dev is null) yield break;
        HashSet<UInt128> dev = [.. task.DevTexts.Select(text => task.Task.AsRead(text).Key())];
        HashSet<UInt128> repeated = [];
        foreach (Tasks.EncodedText text in task.Labelled)
            if (text.Key() is var key && dev.Contains(key)) repeated.Add(key);
        if (dev.Count == 0 || repeated.Count <= Tolerated * dev.Count) yield break;
        yield return CheckFinding.Warning(
            $"{task.Path}.data.dev",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{repeated.Count:N0} of {dev.Count:N0} different dev texts ({(double)repeated.Count / dev.Count:P0}) are trained on too: "
                    + $"what is measured on them is memory."),
            "Take them out of one of the two files.");
    }
}
