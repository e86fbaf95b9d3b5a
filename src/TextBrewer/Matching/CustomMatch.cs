using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;

namespace TextBrewer.Matching;

/// <summary>
/// A loss between the outputs of any two modules inside teacher and student, caught by forward hooks while the two are trained:
/// TextBrewer's <c>CustomMatch</c>.
/// </summary>
public sealed record CustomMatch
{
    /// <summary>The teacher's module, or its path.</summary>
    public required ModuleReference TeacherModule { get; init; }

    /// <summary>The student's module, or its path.</summary>
    public required ModuleReference StudentModule { get; init; }

    /// <summary>
    /// The loss, a scalar, of the student's output, the teacher's, and the student's inputs mask (batch, length) where its adaptor gives
    /// one.
    /// </summary>
    public required Func<torch.Tensor, torch.Tensor, torch.Tensor?, torch.Tensor> Loss { get; init; }

    /// <summary>Weight of the match in the total loss.</summary>
    /// <value>0 or more. The default is 1.</value>
    public double Weight { get; init; } = 1;

    /// <summary>Multiplies <see cref="Weight"/> as training goes on, a name of a weight schedule; null: it stays as it is.</summary>
    public Named? WeightScheduler { get; init; }

    /// <summary>A map of the student's output to the teacher's width; null: none.</summary>
    public Projection? Proj { get; init; }

    /// <summary>Takes a tensor out of the teacher's output, where that is none itself.</summary>
    public Func<object, torch.Tensor>? TeacherSelector { get; init; }

    /// <summary>Takes a tensor out of the student's output, where that is none itself.</summary>
    public Func<object, torch.Tensor>? StudentSelector { get; init; }

    /// <summary>With several teachers: which one, counted from 0.</summary>
    public int Teacher { get; init; }

    /// <summary>With several tasks: the task that it belongs to; null: every task.</summary>
    public string? Task { get; init; }

    /// <summary>Name of the match's scalar in logs, <c>unweighted_{name}</c>; null: <c>custom_{number}</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it belongs to a task; a run of one task has the empty name.</summary>
    internal bool IsOf(string task) => Task is null || Task == task;

    internal IEnumerable<string> Problems(string path, DistillationNames names)
    {
        if (!double.IsFinite(Weight) || Weight < 0) yield return FormattableString.Invariant(
            $"{path}.weight is {Weight:R}; it must be 0 or more.");
        if (WeightScheduler is { } schedule && names.WeightSchedules.Problem(schedule) is { } unknown)
            yield return $"{path}.weight_scheduler: {unknown}";
        if (Teacher < 0) yield return $"{path}.teacher is {Teacher}; teachers are counted from 0.";
        foreach (string problem in Proj?.Problems($"{path}.proj", names) ?? []) yield return problem;
    }
}
