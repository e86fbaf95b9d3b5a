namespace TextBrewer.Recipes.Checks;

/// <summary>Data in which all have the same label, or a label that no example has.</summary>
internal sealed class OneClassOnly : ITaskCheck
{
    private const int Named = 5;

    public IEnumerable<CheckFinding> Look(CheckedTask task)
    {
        foreach ((string what, string key, IEnumerable<Tasks.EncodedText> texts) in
            new (string, string, IEnumerable<Tasks.EncodedText>)[] { ("training", "train", task.Labelled), ("dev", "dev", task.DevTexts) })
        {
            IReadOnlyList<(string Label, int Count)> counts = LabelCounts.Of(task, texts);
            string[] there = [.. counts.Where(count => count.Count > 0).Select(count => $"'{count.Label}'")];
            string[] missing = [.. counts.Where(count => count.Count == 0).Select(count => $"'{count.Label}'")];
            string where = $"{task.Path}.data.{key}";
            if (there.Length == 1) yield return CheckFinding.Warning(
                where,
                $"All {what} examples have the label {there[0]}: "
                    + (key == "train" ? "a model learns to say it to everything." : "a model that says it to everything is perfect."),
                "Look whether the label's column is the right one, and whether the file is whole.");
            else if (missing.Length > 0 && key == "train") yield return CheckFinding.Warning(
                where,
                $"No training example has the label{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing.Take(Named))}"
                    + $"{(missing.Length > Named ? ", …" : "")}.",
                "Look whether labels are written as the teacher has them; label_names gives a label another name.");
        }
    }
}
