using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Losses;
using TextBrewer.Matching;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Teachers;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Distilling;

/// <summary>Distils a teacher into a student: logits, intermediate features, labels.</summary>
public sealed class GeneralDistiller<TBatch> : IDisposable
{
    private readonly Distillation _distillation;
    private readonly ITeacher<TBatch> _teacher;
    private readonly AdaptedModel<TBatch> _student;
    private readonly HookSet[] _watches = [];

    /// <summary>Takes the configurations and both models, which the caller owns.</summary>
    /// <param name="training">How the run is carried out.</param>
    /// <param name="distillation">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    /// <param name="losses">Match losses of your own, by the name that a match's <c>loss</c> uses.</param>
    /// <param name="customMatches">Losses between any two modules inside the models.</param>
    /// <exception cref="ConfigurationException">The configurations have problems; all are listed. Or a custom match names a module that is
    /// not there.</exception>
    public GeneralDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        AdaptedModel<TBatch> teacher,
        AdaptedModel<TBatch> student,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null,
        IReadOnlyList<CustomMatch>? customMatches = null)
    {
        _distillation = new(training, distillation, student.Module, DistillationParts.Of(losses, customMatches));
        if (customMatches is { Count: > 0 })
        {
            HookSet onStudent = HookSet.OfStudent(student.Module, customMatches);
            _watches = [onStudent];
            try
            {
                HookSet onTeacher = HookSet.OfTeacher(teacher.Module, 0, customMatches);
                _watches = [onStudent, onTeacher];
                (student, teacher) = (onStudent.Around(student), onTeacher.Around(teacher));
            }
            catch
            {
                Dispose();
                throw;
            }
        }
        (_teacher, _student) = (new ModelTeacher<TBatch>(teacher), student);
    }

    /// <summary>The same with a teacher of your own; custom matches need the teacher's module, so there are none.</summary>
    /// <exception cref="ConfigurationException">The configurations have problems; all are listed.</exception>
    public GeneralDistiller(
        TrainingConfig training,
        DistillationConfig distillation,
        ITeacher<TBatch> teacher,
        AdaptedModel<TBatch> student,
        IReadOnlyDictionary<string, IMatchLoss>? losses = null)
    {
        _distillation = new(training, distillation, student.Module, DistillationParts.Of(losses, null));
        (_teacher, _student) = (teacher, student);
    }

    /// <summary>
    /// The projections of the matches; null: there are none. Those whose sizes are read from the models come with the first batch.
    /// </summary>
    public nn.Module? Projections => _distillation.Projections;

    /// <summary>Trains the student; cancelling saves a checkpoint and returns <see cref="TrainingStatus.Stopped"/>.</summary>
    /// <exception cref="ConfigurationException">A setting cannot work with these models or data; nothing was trained yet.</exception>
    public TrainingResult Train(
        IBatchSource<TBatch> batches,
        TrainingOptions<TBatch> options,
        CancellationToken cancellationToken = default) =>
        _distillation.Train(_teacher, _student, batches, options, cancellationToken);

    /// <summary>Disposes the projections and removes the hooks; the models stay the caller's.</summary>
    public void Dispose()
    {
        foreach (HookSet watch in _watches) watch.Dispose();
        _distillation.Dispose();
    }
}
