using System.Globalization;
using TextBrewer.Recipes.Checks;

namespace TextBrewer.Cli.Screens;

/// <summary>What a check of a recipe found.</summary>
internal static class CheckScreen
{
    internal static void Show(Terminal terminal, CheckResult result)
    {
        foreach (CheckedTexts texts in result.Texts) terminal.Out.WriteLine(Line(texts));
        if (result.Matches.Count > 0) PlainText.Write(
            terminal,
            "match",
            ["teacher's layer", "its width", "student's layer", "its width", "projected"],
            [.. result.Matches.Select(Row)]);
        if (result.Losses.Count > 0) PlainText.Write(terminal, "loss of a batch", ["value", "weight"], [.. result.Losses.Select(Row)]);
        if (result.Need is { } need) terminal.Out.WriteLine(Line(need));
        if (result.Duration is { } duration) terminal.Out.WriteLine(Line(duration));
        Findings(terminal.Out, result);
        int errors = result.Findings.Count(finding => finding.Severity == CheckSeverity.Error);
        int warnings = result.Findings.Count - errors;
        terminal.Out.WriteLine(errors > 0 ? $"{Number(errors, "error")}, {Number(warnings, "warning")}: the run would fail."
            : warnings > 0 ? $"{Number(warnings, "warning")}; the run can work."
            : "Nothing is wrong.");
    }

    private static void Findings(TextWriter writer, CheckResult result)
    {
        foreach (CheckFinding finding in result.Findings.OrderByDescending(finding => finding.Severity))
            writer.WriteLine(finding.Severity == CheckSeverity.Error ? $"Error: {finding}" : $"Warning: {finding}");
    }

    private static string Line(CheckedTexts texts)
    {
        string name = texts.Task.Length == 0 ? "" : $"{texts.Task}: ";
        string extra = texts.Extra == 0 ? "" : $", {PlainText.Count(texts.Extra)} extra texts";
        string raw = texts.Raw == 0 ? "" : $", {PlainText.Count(texts.Raw)} raw texts";
        string copies = string.Concat(texts.Augmented.Select(one => $", {PlainText.Count(one.Texts)} copies an epoch by {one.By}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}{texts.Train:N0} training examples of {texts.MeanLength:F1} tokens{extra}{raw}{copies}, {texts.Dev:N0} dev examples; "
                + $"{texts.Truncated:P1} of the texts are cut to {texts.MaxLength} tokens.");
    }

    private static string[] Row(CheckedMatch match) =>
    [
        $"{(match.Task.Length == 0 ? "" : $"{match.Task}: ")}{match.Feature}, {match.Loss}",
        string.Join(" and ", match.TeacherLayers.Distinct()),
        PlainText.Count(match.TeacherWidth),
        string.Join(" and ", match.StudentLayers.Distinct()),
        PlainText.Count(match.StudentWidth),
        match.IsProjected ? "yes" : "no",
    ];

    private static string[] Row(CheckedLoss loss) =>
    [
        $"{(loss.Task.Length == 0 ? "" : $"{loss.Task}: ")}{loss.Term}",
        loss.Value is double value ? PlainText.Number(value, "G4") : "not finite",
        PlainText.Number(loss.Weight, "G4"),
    ];

    private static string Line(CheckedNeed need)
    {
        string free = need.FreeDiskBytes is long bytes ? $" of {Size(bytes)} that are free" : "";
        return $"About {Size(need.DiskBytes)} of disk{free}, about {Size(need.MemoryBytes)} of {Size(need.TotalMemoryBytes)} of memory.";
    }

    private static string Line(CheckedDuration duration) => string.Create(
        CultureInfo.InvariantCulture,
        $"About {Time(duration.Seconds)} (± {duration.Error:P0}): {duration.Steps:N0} steps of {1000 * duration.SecondsPerStep:F0} ms, "
            + $"{Time(duration.EvaluationSeconds)} of evaluation and export; {duration.TimedSteps} steps were timed.");

    private static string Time(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds switch
    {
        < 100 => $"{seconds:F0} s",
        < 100 * 60 => $"{seconds / 60:F0} min",
        _ => FormattableString.Invariant($"{seconds / 3600:F1} h"),
    }}");

    private static string Size(long bytes) =>
        bytes < 1e9 ? $"{PlainText.Number(Math.Ceiling(bytes / 1e6), "F0")} MB" : $"{PlainText.Number(bytes / 1e9, "F1")} GB";

    private static string Number(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
