using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>The KD term: logits masked, the teacher's shifted, a temperature, the loss of each pair, summed.</summary>
internal sealed class LogitsLoss(DistillationConfig config)
{
    private readonly IDistillationLoss _loss = LossNames.Distillation.Make(config.KdLossType);
    private readonly TemperatureSchedule _temperature = TemperatureSchedules.Names.Make(config.TemperatureScheduler);

    internal Tensor Compute(Signals student, SignalList studentLogits, Signals teacher, SignalList teacherLogits)
    {
        if (studentLogits.Count != teacherLogits.Count)
            throw new ConfigurationException($"The student's adaptor gives {studentLogits.Count} logits and the teacher's "
                + $"{teacherLogits.Count}; KD compares them in pairs: give as many.");
        return studentLogits.Select((logits, i) => Pair(
            LogitsMasking.Select(logits, student.LogitsMask, i),
            LogitsMasking.Select(teacherLogits[i], teacher.LogitsMask, i),
            Labels(student, i),
            i)).Aggregate((a, b) => a + b);
    }

    private Tensor Pair(Tensor student, Tensor teacher, Tensor? labels, int place) // (…, classes)
    {
        if (!student.shape.SequenceEqual(teacher.shape))
            throw new ConfigurationException($"Logits {place} have shape ({string.Join(", ", student.shape)}) at the student and "
                + $"({string.Join(", ", teacher.shape)}) at the teacher; KD needs the same classes and positions on both sides.");
        teacher = teacher.to(student.dtype);
        if (config.ProbabilityShift)
        {
            teacher = ProbabilityShift.Apply(teacher, labels
                ?? throw new ConfigurationException(
                    "$.probability_shift needs the labels, which the student's adaptor does not give: set Signals.Labels."));
        }
        return _loss.Compute(student, teacher, _temperature(student, teacher, config.Temperature), labels);
    }

    /// <summary>The labels of a pair of logits, masked alike.</summary>
    private static Tensor? Labels(Signals student, int place)
    {
        if (student.Labels is not { Count: > 0 } all) return null;
        Tensor labels = all[all.Count == 1 ? 0 : place], logits = student.Logits![place];
        // Labels of another kind, like values or several per example, say nothing about classes.
        return labels.shape.AsSpan().SequenceEqual(logits.shape.AsSpan()[..^1]) && !labels.is_floating_point()
            ? LogitsMasking.Select(labels, logits, student.LogitsMask, place)
            : null;
    }
}
