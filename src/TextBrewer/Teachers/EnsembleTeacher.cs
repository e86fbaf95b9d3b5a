using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Teachers;

/// <summary>
/// Several teachers as one: its logits are the (weighted) mean of theirs, each teacher's masked by its own mask before;
/// a match names the teacher whose features it takes (You et al. 2017).
/// </summary>
public sealed class EnsembleTeacher<TBatch> : ITeacher<TBatch>
{
    private readonly IReadOnlyList<ITeacher<TBatch>> _teachers;
    private readonly double[] _weights;

    /// <summary>Takes the teachers.</summary>
    /// <param name="teachers">One or more.</param>
    /// <param name="weights">A weight each, above 0, divided by their sum; null: all alike.</param>
    /// <exception cref="ConfigurationException">There are no teachers, or the weights do not fit them.</exception>
    public EnsembleTeacher(IReadOnlyList<ITeacher<TBatch>> teachers, IReadOnlyList<double>? weights = null)
    {
        if (teachers.Count == 0) throw new ConfigurationException("An ensemble needs at least one teacher.");
        weights ??= [.. teachers.Select(_ => 1.0)];
        if (weights.Count != teachers.Count || !weights.All(w => w > 0 && double.IsFinite(w)))
            throw new ConfigurationException(
                $"The {teachers.Count} teachers have the weights {string.Join(", ", weights)}: give each a weight above 0.");
        (_teachers, _weights) = (teachers, WeightedMean.Shares(weights));
    }

    /// <summary>An ensemble with these weights over other teachers, each made of one of these.</summary>
    internal EnsembleTeacher<TBatch> Select(Func<ITeacher<TBatch>, int, ITeacher<TBatch>> change) =>
        new([.. _teachers.Select(change)], _weights);

    /// <inheritdoc/>
    public Signals Teach(Batch<TBatch> batch)
    {
        Signals[] each = [.. _teachers.Select(teacher => teacher.Teach(batch))];
        using var _ = no_grad();
        return new Signals { Logits = Mean(each), Teachers = each };
    }

    private SignalList? Mean(Signals[] each)
    {
        if (each.All(signals => signals.Logits is null)) return null;
        int count = each[0].Logits?.Count ?? 0;
        if (Array.FindIndex(each, signals => (signals.Logits?.Count ?? 0) != count) is >= 0 and int odd)
            throw new ConfigurationException($"Teacher {odd} gives {each[odd].Logits?.Count ?? 0} logits and teacher 0 gives {count}: "
                + "their mean needs as many from each.");
        return new SignalList([.. Enumerable.Range(0, count)
            .Select(i => Mean([.. each.Select(signals => LogitsMasking.Select(signals.Logits![i], signals.LogitsMask, i))], i))]);
    }

    private Tensor Mean(Tensor[] logits, int place)
    {
        if (Array.FindIndex(logits, l => !l.shape.SequenceEqual(logits[0].shape)) is >= 0 and int odd)
            throw new ConfigurationException($"Logits {place} have shape ({string.Join(", ", logits[0].shape)}) at teacher 0 and "
                + $"({string.Join(", ", logits[odd].shape)}) at teacher {odd}: their mean needs the same classes and positions.");
        return WeightedMean.Of(logits, _weights);
    }
}
