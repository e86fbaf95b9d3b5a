using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>
/// Distils the teachers of several tasks into one student: every micro-batch is of one task, drawn by the sizes of the tasks' data
/// and by their sampling weights.
/// </summary>
public sealed class MultiTaskDistiller<TBatch> : IDisposable
{
    private readonly DistillationConfig _config;
    private readonly Distillation _distillation;
    private readonly TrainingConfig _training;
    private readonly nn.Module _student;
    private readonly Dictionary<string, DistillationTask<TBatch>> _tasks = new(StringComparer.Ordinal);

    /// <summary>A distiller over one student and its tasks; the caller owns the models.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled, in the tasks that do not say it themselves.</param>
    /// <param name="student">The student, with whatever heads the tasks need: what is trained and saved.</param>
    /// <param name="tasks">The tasks, by name.</param>
    /// <param name="parts">What is given as code; a custom match may be of one task. Null: nothing is.</param>
    /// <exception cref="ConfigurationException">The configurations have problems, all of which are listed, or there is no task.</exception>
    public MultiTaskDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        nn.Module student,
        IReadOnlyDictionary<string, DistillationTask<TBatch>> tasks,
        DistillationParts? parts = null)
    {
        if (tasks.Count == 0) throw new ConfigurationException("There is no task: a multi-task distiller needs at least one.");
        foreach (CustomMatch match in parts?.CustomMatches ?? [])
            if (match.Task is { } task && !tasks.ContainsKey(task))
                throw new ConfigurationException(
                    $"A custom match is of the task '{task}', and the tasks are {string.Join(", ", tasks.Keys)}.");
        ConfigurationException.ThrowIfAny([.. tasks.SelectMany(task => Problems(task.Key, task.Value))]);
        (_training, _config, _student) = (training, distillation, student);
        Dictionary<string, TaskDistillation> own = tasks.ToDictionary(
            task => task.Key,
            task => new TaskDistillation(task.Value.Distillation ?? distillation, task.Value.Weight));
        _distillation = new(training, distillation, student, RunDevice.Of<TBatch>(training, student), parts, own);
        try
        {
            foreach ((string name, DistillationTask<TBatch> task) in tasks)
                _tasks[name] = task with
                {
                    Student = _distillation.Hooked(task.Student, name),
                    Teacher = _distillation.Hooked(task.Teacher, name),
                };
        }
        catch
        {
            _distillation.Dispose();
            throw;
        }
    }

    /// <summary>The projections of the matches, shared by tasks with the same matches and widths; null: there are none.</summary>
    public nn.Module? Projections => _distillation.Projections;

    /// <summary>
    /// Trains the student for a number of steps; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.
    /// </summary>
    /// <param name="options">The options; <see cref="MultiTaskOptions.Steps"/> has to be set.</param>
    /// <param name="cancellationToken">Saves a checkpoint, then stops.</param>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(MultiTaskOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Steps < 1)
            throw new ConfigurationException(
                $"$.num_steps is {options.Steps}; several tasks are trained for a number of steps, at least 1.");
        if (!double.IsFinite(options.Tau))
            throw new ConfigurationException(
                FormattableString.Invariant($"$.tau is {options.Tau:R}; it must be a number: 0 draws evenly, 1 by size."));
        if (options.Order is not null && _tasks.FirstOrDefault(task => task.Value.SamplingWeight != 1).Key is { } weighted)
            throw new ConfigurationException(
                $"$.tasks.{weighted}.sampling_weight means nothing beside an Order, which says of which task each micro-batch is.");
        TaskDraw draw = new(
            [.. _tasks.Select(task => new DrawnTask(task.Key, task.Value.Batches.Epoch(0).Examples, task.Value.SamplingWeight))],
            options.Tau,
            _training.Seed);
        TaskSampling<TBatch> batches = new(_tasks.ToDictionary(task => task.Key, task => task.Value.Batches), options.Order ?? draw.At);
        AdaptedModel<TaskBatch<TBatch>> student = new(_student, batch => _tasks[batch.Task].Student.Call(batch.Batch.Content));
        using StoredTeachers stored = new();
        bool isResumed = options.ResumeFrom is not null;
        TaskTeacher<TBatch> teacher = new(_tasks.ToDictionary(
            task => task.Key,
            task => (task.Value.Distillation ?? _config).IsCachingLogits
                ? stored.Of(task.Value.Teacher, task.Value.Batches, task.Value.Postprocessor, isResumed)
                : task.Value.Teacher));
        return _distillation.Loop(teacher, student, batches, options.Over<TBatch>(Processed), cancellationToken);
    }

    /// <summary>Disposes the projections and removes the hooks; the models stay the caller's.</summary>
    public void Dispose() => _distillation.Dispose();

    private static IEnumerable<string> Problems(string name, DistillationTask<TBatch> task)
    {
        if (!(task.Weight > 0 && double.IsFinite(task.Weight))) yield return FormattableString.Invariant(
            $"$.tasks.{name}.weight is {task.Weight:R}; it must be a number above 0: leave out a task that is not to count.");
        if (!(task.SamplingWeight > 0 && double.IsFinite(task.SamplingWeight))) yield return FormattableString.Invariant(
            $"$.tasks.{name}.sampling_weight is {task.SamplingWeight:R}; it must be a number above 0: leave out a task that is not drawn.");
    }

    private TaskBatch<TBatch> Processed(TaskBatch<TBatch> batch) =>
        batch with { Batch = batch.Batch.Processed(_tasks[batch.Task].Postprocessor) };
}
