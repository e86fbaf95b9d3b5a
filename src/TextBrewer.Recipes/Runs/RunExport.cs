using TextBrewer.Adaptors;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// The last part of a run: its model as ONNX files, <c>onnx/</c> in the model's folder, compared with what it was; with several tasks each
/// of their folders has its own.
/// </summary>
internal static class RunExport
{
    /// <summary>Writes what the recipe wants, and adds what was found to the run's result.</summary>
    internal static RunResult Write(RunContext context, RunResult summary)
    {
        RecipeExport settings = context.Recipe.Export ?? new RecipeExport { Onnx = context.HasTeachers };
        if (!settings.Onnx) return summary;
        string teacher = summary.Teacher is null ? "" : "; the teacher's time as ONNX too";
        context.Messages.Say($"Exporting as ONNX{(settings.Int8 ? ", float32 and int8" : "")}, and measuring it{teacher}.");
        try
        {
            IReadOnlyList<ExportedFile>[] tasks = [.. context.Tasks.Select(task => Files(context, task, settings))];
            IGrouping<string, ExportedFile>[] versions = [.. tasks.SelectMany(files => files).GroupBy(Key)];
            foreach (IGrouping<string, ExportedFile> version in versions) context
                .Keep(version.Key, [.. version.Select(file => file.Outputs)]);
            return summary with
            {
                Teacher = summary.Teacher is { } measured ? WithOnnxLatency(context, measured) : null,
                StudentOnnxFp32 = Measured(ModelFiles.Onnx),
                StudentOnnxInt8 = settings.Int8 ? Measured(ModelFiles.OnnxInt8) : null,
                Parity = context.Tasks.Zip(tasks).SelectMany(t => t.Second.Select(
                    file => KeyValuePair.Create(
                        t.First.Name.Length == 0 ? Key(file) : $"{t.First.Name}/{Key(file)}",
                        file.Parity))).ToDictionary(),
                Agreement = context.HasAnswers ? Agreement(context, summary, versions) : summary.Agreement,
            };

            ModelResult Measured(
                string name) => RunEvaluation.Joined(
                    [.. context.Tasks.Zip(tasks).Select(t => (t.First.Name, t.Second.First(file => file.Name == name).Measured))]);
        }
        catch (NotSupportedException problem)
        {
            context.Messages.Warn($"The student is saved, and not exported as ONNX. {problem.Message}");
            return summary;
        }
    }

    private static IReadOnlyList<ExportedFile> Files(RunContext context, TaskContext task, RecipeExport settings)
    {
        string source = Path.Combine(RunFolder.Model(context), task.Name);
        using LoadedModel model = new(source);
        IReadOnlyList<ExportedFile> files = OnnxFolder.Write(
            model,
            source,
            source,
            settings,
            task.Dev,
            context.Host.Say,
            context.Cancellation);
        (string name, double difference) = (files[0].Name, files[0].Parity.LargestDifference);
        if (!(difference <= Parity.Float32Tolerance))
            context.Messages.Warn(FormattableString.Invariant(
                $"A logit of {name} differs by {difference:G2} from the model's; the bound is {Parity.Float32Tolerance:G2}."));
        if (files.Count > 1 && files[1].Parity.MetricLoss is double loss && !(loss <= settings.MaxMetricLoss))
            context.Messages.Warn(FormattableString.Invariant(
                $"In int8 the metric loses {loss:F4}; the bound is {settings.MaxMetricLoss:R}."));
        return files;
    }

    /// <summary>The teacher as it is, with how long it takes as the student's files are run.</summary>
    private static ModelResult WithOnnxLatency(RunContext context, ModelResult teacher)
    {
        if (teacher.LatencyMs is not { } latency) return teacher;
        try
        {
            double?[] tasks = [.. context.Tasks.Select(task => OnnxLatencyOf(context, task))];
            if (tasks.Average() is not double median || tasks.Contains(null)) return teacher;
            return teacher with
            {
                LatencyMs = new Dictionary<string, double>(latency) { [ModelResult.OnnxMedian] = Math.Round(median, 3) },
            };
        }
        catch (IOException problem)
        {
            context.Messages.Say($"The teacher was not measured as ONNX. {problem.Message}");
            return teacher;
        }
    }

    private static double? OnnxLatencyOf(RunContext context, TaskContext task)
    {
        (ITextModel model, TextTask own, SingleOrNamed<TaskData>? dev) = task.Judged!.Value;
        EncodedText[] texts = [.. dev?.Items.SelectMany(set => set.Value.Inputs) ?? []];
        return texts.Length == 0 ? null : new OnnxLatency(own, task.Kind.Outputs, texts, context.Cancellation).Of(model);
    }

    private static Dictionary<string, double>? Agreement(
        RunContext context,
        RunResult summary,
        IReadOnlyList<IGrouping<string, ExportedFile>> versions)
    {
        Dictionary<string, double> shares = new(summary.Agreement ?? new Dictionary<string, double>());
        foreach (IGrouping<string, ExportedFile> version in versions)
            if (RunEvaluation.Agreement(context.TeacherOutputs, [.. version.Select(file => file
                .Outputs)]) is double share) shares[version.Key] = share;
        return shares.Count == 0 ? null : shares;
    }

    private static string Key(ExportedFile file) => file.Name == ModelFiles.OnnxInt8 ? VersionNames.Int8 : VersionNames.Fp32;
}
