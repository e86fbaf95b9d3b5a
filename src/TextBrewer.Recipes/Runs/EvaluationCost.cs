using System.Diagnostics;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Runs;

/// <summary>What the evaluations of a run cost, and its export, timed on a sample of its dev texts.</summary>
/// <param name="Tokens">Tokens of all dev texts in their batches, padding included.</param>
/// <param name="Texts">How many dev texts there are.</param>
/// <param name="StudentToken">Seconds of a token, in batches, of the model that is trained.</param>
/// <param name="StudentText">Seconds of a text alone.</param>
/// <param name="TeacherToken">Seconds of a token, in batches, of the teacher; 0: there is none.</param>
/// <param name="TeacherText">Seconds of a text alone.</param>
/// <param name="Settings">What the run exports.</param>
internal sealed record EvaluationCost(
    double Tokens,
    int Texts,
    double StudentToken,
    double StudentText,
    double TeacherToken,
    double TeacherText,
    RecipeExport Settings)
{
    private const int Sample = 192, Alone = 12, TimedAlone = 100, BatchTokens = 8192;

    // Of torch's time, on a processor with int8 instructions.
    private const double Int8Share = 0.15;

    /// <summary>What a file costs; null: the run makes none.</summary>
    internal ExportCost? Export { get; init; }

    /// <summary>Bytes of the weights that files are made of: the student's for itself, the teacher's to be timed.</summary>
    internal (long Student, long Teacher) Bytes { get; init; }

    internal static EvaluationCost Measure(RunContext context)
    {
        using TrainedModel model = context.Build(context.Recipe.Student ?? context.Recipe.Model!);
        EvaluationCost all = new(0, 0, 0, 0, 0, 0, context.Recipe.Export ?? new RecipeExport { Onnx = context.HasTeachers });
        foreach ((int i, TaskContext task) in context.Tasks.Index())
        {
            EncodedText[] texts = [.. task.Dev?.Items.SelectMany(set => set.Value.Inputs) ?? []];
            if (texts.Length == 0) continue;
            EncoderTextModel student = new(model.Heads[i]);
            (double token, double alone) = Time(student, task.Task, texts, context.Cancellation);
            (double teacherToken, double teacherAlone) = task is { Teacher: { HasLogits: true } teacher, Judged: not null }
                ? Time(teacher, task.Task, texts, context.Cancellation)
                : default;
            all = all with
            {
                Tokens = all.Tokens + Padded(texts),
                Texts = all.Texts + texts.Length,
                StudentToken = Math.Max(all.StudentToken, token),
                StudentText = Math.Max(all.StudentText, alone),
                TeacherToken = Math.Max(all.TeacherToken, teacherToken),
                TeacherText = Math.Max(all.TeacherText, teacherAlone),
                Export = !all.Settings.Onnx ? null : all.Export ?? ExportCost.Measure(
                    student,
                    task.Task,
                    task.Kind.Outputs,
                    Spread.Of(texts, Alone),
                    alone,
                    context.Cancellation),
                Bytes = (all.Bytes.Student + student.Bytes, all.Bytes.Teacher + OnnxLatency.FileBytes(task.Judged?.Model)),
            };
        }
        return all;
    }

    /// <summary>Seconds of so many evaluations of the model that is trained.</summary>
    /// <param name="times">How many evaluations there are.</param>
    /// <param name="most">The most examples that each of them takes; null: all.</param>
    internal double WhileTraining(int times, int? most) =>
        times * Tokens * StudentToken * (most < Texts ? (double)most.Value / Texts : 1);

    /// <summary>Seconds of what comes after the trainings: all versions are evaluated, and a hundred texts read alone.</summary>
    internal double AtEnd(int variants)
    {
        double latency = Math.Min(TimedAlone, Texts);
        double seconds = variants * ((Tokens * StudentToken) + (latency * StudentText));
        seconds += (Tokens * TeacherToken) + (latency * TeacherText);
        if (Export is null) return seconds;
        // The model once more, to compare with, and its file; the teacher's time as ONNX, from a file that is made for it.
        seconds += ((1 + Export.Share) * Tokens * StudentToken) + (latency * Export.Share * (StudentText + TeacherText));
        seconds += Export.SecondsPerByte * (Bytes.Student + Bytes.Teacher);
        // In int8 every text is read alone.
        return !Settings.Int8 ? seconds
            : seconds + (Export.SecondsPerByte * Bytes.Student) + ((Texts + latency) * StudentText * Int8Share);
    }

    private static (double Token, double Text) Time(
        ITextModel model,
        TextTask task,
        IReadOnlyList<EncodedText> texts,
        CancellationToken cancellationToken)
    {
        EncodedText[] sample = Spread.Of(texts, Sample);
        EncodedText[] few = [.. sample.Take(Alone)];
        // The first time, kernels are chosen and memory is fetched.
        Evaluation.Outputs(model, task, sample, cancellationToken: cancellationToken);
        long start = Stopwatch.GetTimestamp();
        Evaluation.Outputs(model, task, sample, cancellationToken: cancellationToken);
        double token = Stopwatch.GetElapsedTime(start).TotalSeconds / Padded(sample);
        return (token, Evaluation.MedianLatency(model, task, few, cancellationToken) / 1000);
    }

    /// <summary>The tokens of texts in their batches: a few texts have more padding than many, which find others of their length.</summary>
    private static double Padded(EncodedText[] texts) =>
        LengthBatches.Of([.. texts.Select(text => text.Tokens)], BatchTokens)
            .Sum(batch => (double)batch.Length * batch.Max(i => texts[i].Tokens));
}
