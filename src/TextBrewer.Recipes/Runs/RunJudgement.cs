using System.Globalization;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Recipes.Runs;

/// <summary>Looks at what a run came to, and says what a person should not overlook.</summary>
internal static class RunJudgement
{
    // A student of clean or further texts may well be better than its teacher; one that errs half as often was taught by somebody else.
    private const double Clearly = 0.5;

    private const string Accuracy = "accuracy";

    /// <summary>
    /// Warns of data that teach or measure little, of a teacher or a student that knows less than it should, and of a loss that did not
    /// fall.
    /// </summary>
    internal static void Warn(RunContext context, RunResult result)
    {
        foreach (CheckFinding finding in CheckTable.OfData(context.Tasks.Select(task => task.Checked())))
            context.Messages.Warn(finding.ToString());
        if (Quality(result.Teacher) is double teacher && Quality(result.Student) is double student && 1 - student < Clearly * (1 - teacher))
            context.Messages.Warn(
                $"The teacher errs more than twice as often as its student ({Percent(teacher)} against {Percent(student)}): see whether "
                    + "it was trained for this task and its labels are in the right order.");
        WarnOfMajority(context, "The teacher", result.Teacher);
        WarnOfMajority(context, context.HasTeachers ? "The student" : "The model", result.Student ?? result.Model);
        WarnOfLoss(context);
    }

    /// <summary>The metric to judge by, several dev sets on average; null: there is none.</summary>
    private static double? Quality(ModelResult? model) => model?.Dev is { } dev
        ? dev.Items.Average(set => MetricSet.Of(set.Value.Keys).Share(set.Value))
        : null;

    private static void WarnOfMajority(RunContext context, string who, ModelResult? model)
    {
        if (model?.Dev is not { } dev || context.Tasks.Count > 1) return;
        foreach ((string name, TaskData data) in context.Tasks[0].Dev!.Items)
        {
            IReadOnlyDictionary<string, double> metrics = dev.Items.First(set => set.Key == name).Value;
            if (metrics.Keys.First() != Accuracy || VersionFloor.Majority(data) is not { } majority) continue;
            if (metrics[Accuracy] > majority.Share) continue;
            string set = name.Length == 0 ? "the dev set" : $"the dev set {name}";
            context.Messages.Warn(
                $"{who} is right on {Percent(metrics[Accuracy])} of {set}, and whoever always answers '{majority.Label}' is on "
                    + $"{Percent(majority.Share)}: it has learned nothing that can be seen there.");
        }
    }

    private static void WarnOfLoss(RunContext context)
    {
        const string Loss = "scalar/total_loss";
        if (TrainingCurves.Load(context.Training.OutputDir) is not { } curves || !curves.Names.Contains(Loss)) return;
        double[] losses = [.. curves[Loss].Points.Select(point => point.Value)];
        int tenth = losses.Length / Tenths;
        if (tenth < 2) return;
        double first = losses[..tenth].Average(), last = losses[^tenth..].Average();
        if (!(last < first)) context.Messages.Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"The loss did not fall: {first:F4} over the first tenth of the run, {last:F4} over the last."));
    }

    private const int Tenths = 10;

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F2} %");
}
