using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Objectives;

/// <summary>The KD term: logits masked, the teacher's shifted, both standardised, a temperature, the loss of each pair, summed.</summary>
internal sealed class LogitsLoss(DistillationConfig config, DistillationNames names)
{
    private readonly IDistillationLoss _loss = names.KdLosses.Make(config.KdLossType);
    private readonly TemperatureSchedule _temperature = names.TemperatureSchedules.Make(config.TemperatureScheduler);

    /// <summary>The loss of all pairs of logits.</summary>
    /// <param name="student">The student's signals.</param>
    /// <param name="studentLogits">Its logits.</param>
    /// <param name="teacher">The teacher's signals.</param>
    /// <param name="teacherLogits">Its logits.</param>
    /// <param name="shared">The batch that the signals are of.</param>
    /// <param name="lowest">The lowest temperature of a position, a scalar; null: all have the configured one.</param>
    /// <returns>The loss, and the means that it is the sum of, where they are over a part of the batch.</returns>
    internal (Tensor Value, IReadOnlyList<LossPart>? Parts) Compute(
        Signals student,
        SignalList studentLogits,
        Signals teacher,
        SignalList teacherLogits,
        SharedBatch shared,
        out Tensor? lowest)
    {
        // A temperature may depend on all of the batch: flsw and cwsm look at its mean.
        bool isGathered = !shared.IsWhole && (_loss.MeanOver == MeanOver.Batch || config.TemperatureScheduler.Name != "none");
        if (studentLogits.Count != teacherLogits.Count)
            throw new ConfigurationException($"The student's adaptor gives {studentLogits.Count} logits and the teacher's "
                + $"{teacherLogits.Count}; KD compares them in pairs: give as many.");
        List<Tensor> losses = [], counts = [], temperatures = [];
        for (int i = 0; i < studentLogits.Count; i++)
        {
            Tensor s = LogitsMasking.Select(studentLogits[i], student.LogitsMask, i); // (…, classes)
            Tensor t = TeacherLogits(s, LogitsMasking.Select(teacherLogits[i], teacher.LogitsMask, i), i);
            Tensor? labels = Labels(student, i);
            if (isGathered) (s, t, labels) = (shared.Gather(s), shared.Gather(t), labels is null ? null : shared.Gather(labels));
            if (config.ProbabilityShift) t = ProbabilityShift.Apply(t, labels ?? throw LabelsMissing());
            if (config.LogitStandardization) (s, t) = (LogitStandardization.Apply(s), LogitStandardization.Apply(t));
            Tensor temperature = _temperature(s, t, config.Temperature);
            if (temperature.dim() > 0 && temperature.numel() > 0) temperatures.Add(temperature.detach().min());
            losses.Add(_loss.Compute(s, t, temperature, labels));
            if (!shared.IsWhole && !isGathered) counts.Add(Count(s, labels));
        }
        lowest = temperatures.Count == 0 ? null : stack([.. temperatures]).min();
        Tensor sum = losses.Aggregate((a, b) => a + b);
        return (sum, counts.Count == 0 ? null : [.. losses.Zip(counts, (value, count) => new LossPart(value, count))]);
    }

    private Tensor Count(Tensor logits, Tensor? labels) => (_loss.MeanOver, labels) switch
    {
        (MeanOver.Labelled, { } known) => known.ge(0).sum(),
        (MeanOver.Examples, _) => tensor(logits.shape[0]),
        _ => tensor(logits.numel() / logits.shape[^1]),
    };

    private static Tensor TeacherLogits(Tensor student, Tensor teacher, int place) => student.shape.SequenceEqual(teacher.shape)
        ? teacher.to(student.dtype)
        : throw new ConfigurationException($"Logits {place} have shape ({string.Join(", ", student.shape)}) at the student and "
            + $"({string.Join(", ", teacher.shape)}) at the teacher; KD needs the same classes and positions on both sides.");

    private static ConfigurationException LabelsMissing() =>
        new("$.probability_shift needs the labels, which the student's adaptor does not give: set Signals.Labels.");

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
