using System.Globalization;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// What a version has to be at least so that it can be taken: its metric is a number, it says more than one thing, it is better than
/// always giving the most frequent label, and no worse than half of the teacher.
/// </summary>
/// <param name="predictions">What the versions say.</param>
/// <param name="tasks">The tasks by name, with the examples that the models were asked about.</param>
internal sealed class VersionFloor(RunPredictions predictions, IReadOnlyList<(string Name, SingleOrNamed<TaskData>? Sets)> tasks)
{
    private const string Accuracy = "accuracy";

    /// <summary>The result, with the reason at each version that is below the floor.</summary>
    internal RunResult Mark(RunResult result) => result.WithVersions((version, model) => model.Dev is null ? model : model with
    {
        BelowFloor = model.Dev.Items.Select(set => Problem(set.Value, Metrics(result.Teacher, set.Key), Find(version, set.Key)))
            .FirstOrDefault(found => found is not null),
    });

    /// <summary>The most frequent label and its share of the labelled examples; null: there are none.</summary>
    internal static (string Label, double Share)? Majority(TaskData data)
    {
        string[] gold = [.. data.Examples.Select(example => example.Gold is { Values: [var label] } ? label : null).OfType<string>()];
        return gold.CountBy(label => label).OrderByDescending(label => label.Value).ThenBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => ((string, double)?)(label.Key, (double)label.Value / gold.Length)).FirstOrDefault();
    }

    private static string? Problem(
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, double>? teacher,
        DevSet set)
    {
        if (metrics.Count == 0) return null;
        Metric judged = MetricSet.Of(metrics.Keys).Judged;
        double share = judged.Fraction(metrics[judged.Name]);
        string on = set.Name.Length == 0 ? "" : $" of {set.Name}";
        if (!double.IsFinite(share)) return $"its {judged.Title}{on} is no number";
        if (set.OnlyAnswer is { } only)
            return set.IsOfWords ? $"it gives every word{on} the tag '{only}'" : $"it answers '{only}' to every example{on}";
        if (judged.Name == Accuracy && set.Data is { } data && Majority(data) is { } majority && share <= majority.Share) return
            $"it is right on {Percent(share)}{on}, and whoever always answers '{majority.Label}' on {Percent(majority.Share)}";
        return teacher is not null && share < judged.Fraction(teacher[judged.Name]) / 2
            ? $"its {judged.FractionTitle}{on} is below half of the teacher's"
            : null;
    }

    /// <summary>A dev set by its name in the result, and what a version says about it.</summary>
    private DevSet Find(string version, string name)
    {
        foreach ((int t, (string task, SingleOrNamed<TaskData>? sets)) in tasks.Index())
            foreach ((int s, (string set, TaskData data)) in (sets?.Items ?? []).Index())
                if (RunEvaluation.SetName(task, set) == name) return new(name, data, predictions.Of(version)?[t][s] ?? []);
        return new(name, null, []);
    }

    private static IReadOnlyDictionary<string, double>? Metrics(ModelResult? model, string set) =>
        model?.Dev?.Items.FirstOrDefault(item => item.Key == set).Value;

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");

    private sealed record DevSet(string Name, TaskData? Data, IReadOnlyList<PredictionRecord> Records)
    {
        /// <summary>Whether each word has an answer of its own.</summary>
        internal bool IsOfWords => Data?.Examples is [{ Words: not null }, ..];

        /// <summary>The one thing that is said about every example, although others are right too; null: there are several.</summary>
        internal string? OnlyAnswer => Said(Records.Select(record => record.Decision)) is [var only]
            && Said(Data!.Examples.Select(example => example.Gold).OfType<Answer>()).Length > 1 ? only : null;

        /// <summary>The first two of the different things that are said; several labels are one.</summary>
        private string[] Said(IEnumerable<Answer> answers) => [.. answers.Where(answer => answer.Number is null)
            .SelectMany(answer => IsOfWords ? answer.Values : [string.Join(", ", answer.Values)])
            .Distinct()
            .Take(2)];
    }
}
