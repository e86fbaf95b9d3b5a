using System.Globalization;
using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Checks;

/// <summary>Many texts whose end no model sees.</summary>
internal sealed class TruncatedTexts : ITaskCheck
{
    private const double Tolerated = 0.05;

    /// <summary>The share of a task's training examples, extra and raw texts that are cut.</summary>
    internal static double Share(CheckedTask task)
    {
        PackedTexts[] texts = [task.Labelled, task.Extra, task.Raw];
        int all = texts.Sum(some => some.Count);
        return all == 0 ? 0 : (double)texts.Sum(some => some.Count(text => text.Truncated)) / all;
    }

    public IEnumerable<CheckFinding> Look(CheckedTask task)
    {
        double share = Share(task);
        if (share <= Tolerated) yield break;
        yield return CheckFinding.Warning(
            $"{task.Path}.tokenizer.max_length",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{share:P0} of the texts are longer than {task.Task.Settings.MaxLength} tokens: what stands behind is not seen."),
            "Set it higher, if the models have positions for it; steps take longer then.");
    }
}
