using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>
/// What all distillers share: the configurations' validity, the objective, the hooks of custom matches, the stored teachers.
/// </summary>
internal sealed class Distillation : IDisposable
{
    private readonly TrainingConfig _training;
    private readonly DistillationConfig _config;
    private readonly DistillationParts _parts;
    private readonly DistillationObjective _objective;
    private readonly Device _device;
    private readonly List<HookSet> _hooks = [];

    internal Distillation(
        TrainingConfig training,
        DistillationConfig config,
        nn.Module student,
        Device device,
        DistillationParts? parts,
        IReadOnlyDictionary<string, TaskDistillation>? tasks = null)
    {
        parts ??= new DistillationParts();
        DistillationNames names = parts.Names();
        IEnumerable<string> own = (tasks ?? new Dictionary<string, TaskDistillation>())
            .Where(task => !ReferenceEquals(task.Value.Config, config))
            .SelectMany(task => task.Value.Config.Problems(names).Select(problem => $"$.tasks.{task.Key}.distillation{problem[1..]}"));
        ConfigurationException.ThrowIfAny([.. training.Problems(), .. config.Problems(names), .. own, .. parts.Problems()]);
        (_training, _config, _parts) = (training, config, parts);
        RunDevice.Move(student, device);
        _device = device;
        Parameter? first = student.parameters().FirstOrDefault();
        _objective = new(config, parts, first?.dtype ?? ScalarType.Float32, device, training.Seed, tasks);
    }

    internal nn.Module? Projections => _objective.Projections;

    /// <summary>A task's student, with hooks where its custom matches want them.</summary>
    internal AdaptedModel<TBatch> Hooked<TBatch>(
        AdaptedModel<TBatch> student,
        string task) => _parts.CustomMatches.Any(match => match.IsOf(task))
        ? Kept(HookSet.OfStudent(student.Module, task, _parts.CustomMatches)).Around(student)
        : student;

    /// <summary>A task's teacher on the run's device, with hooks where its custom matches want them.</summary>
    /// <exception cref="ConfigurationException">A match looks into a teacher that is no module, or that is not there.</exception>
    internal ITeacher<TBatch> Hooked<TBatch>(ITeacher<TBatch> teacher, string task) => teacher is EnsembleTeacher<TBatch> several
        ? several.Select((one, place) => Hooked(one, place, task))
        : Hooked(teacher, 0, task);

    /// <summary>Trains with a teacher that was given to <see cref="Hooked{TBatch}(ITeacher{TBatch}, string)"/>.</summary>
    internal TrainingResult Train<TBatch>(
        ITeacher<TBatch> teacher,
        AdaptedModel<TBatch> student,
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken)
    {
        using StoredTeachers stored = new();
        ITeacher<TBatch> kept = _config.IsCachingLogits
            ? stored.Of(teacher, batches, options.Postprocessor, isResumed: options.ResumeFrom is not null)
            : teacher;
        return Loop(kept, student, batches, options, cancellationToken);
    }

    /// <summary>Trains with a teacher as it is.</summary>
    internal TrainingResult Loop<TBatch>(
        ITeacher<TBatch> teacher,
        AdaptedModel<TBatch> student,
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken) =>
        new TrainingLoop<TBatch>(_training, student, teacher, _objective, options).Run(batches, cancellationToken);

    /// <summary>Disposes the projections and removes the hooks.</summary>
    public void Dispose()
    {
        foreach (HookSet hooks in _hooks) hooks.Dispose();
        _objective.Dispose();
    }

    private ITeacher<TBatch> Hooked<TBatch>(ITeacher<TBatch> teacher, int place, string task)
    {
        if (teacher is StoredTeacher<TBatch> stored) return stored.Select(one => Hooked(one, place, task));
        if (teacher is ModelTeacher<TBatch> moved) RunDevice.Move(moved.Model.Module, _device);
        if (!_parts.CustomMatches.Any(match => match.IsOf(task) && match.Teacher == place)) return teacher;
        return teacher is ModelTeacher<TBatch> { Model: { } model }
            ? new ModelTeacher<TBatch>(Kept(HookSet.OfTeacher(model.Module, place, task, _parts.CustomMatches)).Around(model))
            : throw new ConfigurationException(
                $"A custom match looks into teacher {place}, which is no module but a {teacher.GetType().Name}: give the teacher as a "
                    + $"model, or leave the "
                    + "match out.");
    }

    private HookSet Kept(HookSet hooks)
    {
        _hooks.Add(hooks);
        return hooks;
    }
}
