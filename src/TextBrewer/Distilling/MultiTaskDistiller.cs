using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>
/// Distils the teachers of several tasks into one student: every micro-batch is of one task, drawn by the sizes of the tasks' data.
/// </summary>
public sealed class MultiTaskDistiller<TBatch> : IDisposable
{
    private readonly Distillation _distillation;
    private readonly TrainingConfig _training;
    private readonly nn.Module _student;
    private readonly IReadOnlyDictionary<string, DistillationTask<TBatch>> _tasks;

    /// <summary>Takes the configurations, the student and its tasks; the caller owns the models.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled, alike for all tasks.</param>
    /// <param name="student">The student, with whatever heads the tasks need: what is trained and saved.</param>
    /// <param name="tasks">The tasks, by name.</param>
    /// <param name="losses">Match losses of your own, by the name that a match's <c>loss</c> uses.</param>
    /// <exception cref="ConfigurationException">The configurations have problems; all are listed. Or there is no task.</exception>
    public MultiTaskDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        nn.Module student,
        IReadOnlyDictionary<string, DistillationTask<TBatch>> tasks,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null)
    {
        if (tasks.Count == 0) throw new ConfigurationException("There is no task: a multi-task distiller needs at least one.");
        (_training, _student, _tasks) = (training, student, tasks);
        _distillation = new(training, distillation, student, DistillationParts.Of(losses, null));
    }

    /// <summary>The projections of the matches, shared by the tasks; null: there are none.</summary>
    public nn.Module? Projections => _distillation.Projections;

    /// <summary>
    /// Trains the student for a number of steps; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.
    /// </summary>
    /// <param name="options">The options; <see cref="MultiTaskOptions.Steps"/> has to be set.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(MultiTaskOptions options, CancellationToken cancellationToken = default)
    {
        if (!_distillation.Caches) return Train(_tasks, options, cancellationToken);
        Dictionary<string, CachedBatches<TBatch>> caches = new(StringComparer.Ordinal);
        try
        {
            foreach ((string name, DistillationTask<TBatch> task) in _tasks) caches[name] = new(
                task.Batches,
                _training.Seed,
                task.Postprocessor);
            return Train(
                _tasks.ToDictionary(
                    task => task.Key,
                    task => new DistillationTask<CachedBatch<TBatch>>(
                        new CachedTeacher<TBatch>(task.Value.Teacher),
                        task.Value.Student.Over((CachedBatch<TBatch> batch) => batch.Batch),
                        caches[task.Key])),
                options,
                cancellationToken);
        }
        finally
        {
            foreach (CachedBatches<TBatch> cache in caches.Values) cache.Dispose();
        }
    }

    private TrainingResult Train<T>(
        IReadOnlyDictionary<string, DistillationTask<T>> tasks,
        MultiTaskOptions options,
        CancellationToken cancellationToken)
    {
        if (options.Steps < 1) throw new ConfigurationException(
            $"$.num_steps is {options.Steps}; several tasks are trained for a number of steps, at least 1.");
        if (!double.IsFinite(options.Tau)) throw new ConfigurationException(
            FormattableString.Invariant($"$.tau is {options.Tau:R}; it must be a number: 0 draws evenly, 1 by size."));
        TaskDraw draw = new([.. tasks.Select(task => (task.Key, task.Value.Batches.Examples))], options.Tau, _training.Seed);
        TaskSampling<T> batches = new(tasks.ToDictionary(task => task.Key, task => task.Value.Batches), options.Order ?? draw.At);
        AdaptedModel<TaskBatch<T>> student = new(_student, batch => tasks[batch.Task].Student.Call(batch.Batch));
        TaskTeacher<T> teacher = new(tasks.ToDictionary(task => task.Key, task => task.Value.Teacher));
        return _distillation.Loop(
            teacher,
            student,
            batches,
            options.Over<T>(batch => tasks[batch.Task].Postprocessor is { } change ? batch with { Batch = change(batch.Batch) } : batch),
            cancellationToken);
    }

    /// <summary>Disposes the projections; the models stay the caller's.</summary>
    public void Dispose() => _distillation.Dispose();
}
