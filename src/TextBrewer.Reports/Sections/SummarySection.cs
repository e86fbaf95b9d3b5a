using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Reports.Sections;

/// <summary>The page's head: what was distilled from what, how it ended, and the figures that matter.</summary>
internal static class SummarySection
{
    internal static Element Render(ReportData data, Element contents) => new("header",
        new Element("p", "TextBrewer report").Class("kind"),
        new Element("h1", data.Name),
        Sentence(data),
        Method(data),
        Banner(data),
        Warnings(data),
        Cards(data),
        contents);

    private static Element? Sentence(ReportData data)
    {
        if (data.Facts is not { } facts) return null;
        string tasks = string.Join(
            ", ",
            facts.Tasks.Select(t => t.Name is null ? t.Kind.Replace('_', ' ') : $"{t.Name} ({t.Kind.Replace('_', ' ')})"));
        string trained = Shape(facts.Trained);
        string seeds = data.Result?.Seeds is { } all ? $" with {all.Count} seeds" : "";
        return Html.Paragraph(facts.Teachers.Count switch
        {
            0 => $"Trained {trained} on labels{seeds}. Task: {tasks}.",
            1 => $"Distilled {Shape(facts.Teachers[0])} into {trained}{seeds}. Task: {tasks}.",
            _ => $"Distilled {facts.Teachers.Count} teachers into {trained}{seeds}. "
                + $"{(facts.Tasks.Count == 1 ? "Task" : "Tasks")}: {tasks}.",
        }).Class("lead");
    }

    private static Element? Method(ReportData data) => data.Facts?.Method is not { } method ? null : Html.Note(
        "Method ",
        new Element("code", method.Name),
        $": {method.Meaning}. The recipe below has its settings, with what was changed of them.");

    private static string Shape(ModelFacts model) => model.Layers is int layers
        ? FormattableString.Invariant(
            $"{model.Architecture} ({layers} {(layers == 1 ? "layer" : "layers")}, {model.Width} wide)")
        : $"the model in {Path.GetFileName(model.Path)}";

    /// <summary>What a person should know before trusting the figures.</summary>
    private static Element? Warnings(ReportData data) => data.Result?.Warnings is not { Count: > 0 } warnings
        ? null
        : new Element("div",
            Html.Paragraph(new Element("b", warnings.Count == 1 ? "A warning" : $"{warnings.Count} warnings")),
            new Element("ul", [.. warnings.Select(warning => new Element("li", warning))])).Class("warnings").With("role", "note");

    /// <summary>A run that has not come to its end says so first.</summary>
    private static Element? Banner(ReportData data)
    {
        if (data.IsComplete) return null;
        if (data.Result?.Status == "diverged")
            return Html.Paragraph(
                new Element("b", "This run diverged. "),
                $"After step {Numbers.Count(data.Result.Steps)} its losses, weights or answers were no longer finite numbers; nothing was "
                    + "exported.").Class("banner").With("role", "status");
        long step = data.Result?.Steps ?? data.Curves.GetValueOrDefault("")?.LastStep ?? 0;
        string where = step == 0 ? "before its first step" : $"at step {Numbers.Count(step)}";
        return Html.Paragraph(
            new Element("b", "This run is not complete. "),
            data.Result is null ? $"It was interrupted or is still going; the last record is {where}. " : $"It was stopped {where}. ",
            data.Versions.Count == 0 ? "It has no measured models yet. " : "Not all of its models are measured yet. ",
            "Go on with ", new Element("code", $"textbrewer resume {data.Name}"), ".").Class("banner").With("role", "status");
    }

    private static Fragment? Cards(ReportData data)
    {
        ReportVersion? teacher = data.Version(VersionNames.Teacher), shown = Shown(data);
        if (shown is null) return null;
        string of = teacher is null ? shown.Title : $"{shown.Title} against the teacher";
        return new Fragment(
            Html.Paragraph($"In short: {of}").Class("cards-title"),
            new Element("div", teacher is null ? Alone(shown) : Against(data, shown, teacher)).Class("cards"));
    }

    /// <summary>The version that the summary is about: the winner where its weights are there to be taken, else the student.</summary>
    private static ReportVersion? Shown(ReportData data) =>
        Winner.Of(data.Versions) is { IsSaved: true } winner
            ? winner
            : data.Version(VersionNames.Student) ?? data.Version(VersionNames.Model);

    private static IEnumerable<Element?> Alone(ReportVersion model)
    {
        if (model.Result.Dev is { Items: [var (_, metrics), ..] })
            foreach (Metric metric in MetricSet.Of(metrics.Keys).Main)
                yield return Card(new MetricFormat(metric).Show(metrics[metric.Name]), metric.Title);
        if (model.Result.Parameters is long parameters) yield return Card(Numbers.Count(parameters), "parameters");
        yield return Card(Numbers.Bytes(model.Result.Bytes), "size");
        if (model.Latency is double latency) yield return Card(Numbers.Milliseconds(latency), "for one text");
    }

    private static IEnumerable<Element?> Against(ReportData data, ReportVersion shown, ReportVersion teacher)
    {
        string metric = QualityMeasure.Of(data.Versions).Name;
        // A share of what is worth nothing is nothing to boast of: the floors' reasons stand at the versions.
        bool isAboveFloor = shown.Result.BelowFloor is null && teacher.Result.BelowFloor is null;
        if (isAboveFloor && shown.Quality is double quality && teacher.Quality is double reference && reference > 0) yield return Card(
            Numbers.Percent(quality / reference),
            $"of the teacher’s {metric}");
        if (shown.Result.Bytes > 0) yield return Ratio(
            (double)teacher.Result.Bytes / shown.Result.Bytes,
            "smaller, by the bytes of the file",
            "larger, by the bytes of the file");
        if (Times(shown, teacher) is ({ } slow, > 0 and double latency, var how))
            yield return Ratio(slow / latency, $"faster, {how}", $"slower, {how}");
        if (isAboveFloor && data.Result?.Agreement is { } agreement && agreement.TryGetValue(shown
            .Key, out double share)) yield return Card(
                Numbers.Percent(share),
                data.Result.AgreementOver == ReportData.Entities ? "of the entities found by both" : "same decisions as the teacher");
    }

    /// <summary>The latencies of teacher and version, like with like where that was measured.</summary>
    private static (double? Teacher, double? Version, string How) Times(ReportVersion shown, ReportVersion teacher) =>
        shown.IsOnnx && teacher.OnnxLatency is double onnx
            ? (onnx, shown.OnnxLatency, "both as ONNX")
            : (teacher.Latency, shown.Latency, "each as the run computed it");

    private static Element Ratio(double ratio, string more, string less) =>
        ratio >= 1 ? Card(Numbers.Times(ratio), more) : Card(Numbers.Times(1 / ratio), less);

    private static Element Card(string number, string what) =>
        new Element("div", new Element("strong", number), new Element("span", what)).Class("card");
}
