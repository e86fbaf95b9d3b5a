using TextBrewer.Models.Heads;
using TextBrewer.Models.Replacing;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Schedules;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// A student whose layers take the place of its teacher's for as long as this lives, at each step with the probability that the recipe's
/// schedule has there (Xu et al. 2020, BERT-of-Theseus). Which ones do is drawn by torch's random numbers, whose state checkpoints hold.
/// </summary>
internal sealed class ReplacingTraining : ITrainingObserver, IDisposable
{
    private readonly TaskModel _teacher;
    private readonly LayerReplacing _layers;
    private readonly ReplacementSchedule _probability;
    private readonly bool _wasTraining;
    private long _steps;

    private ReplacingTraining(TaskModel teacher, TaskModel student, Named probability)
    {
        (_teacher, _wasTraining) = (teacher, teacher.training);
        _layers = new LayerReplacing(teacher, student);
        _probability = ReplacementSchedules.Names.Make(probability);
        teacher.train(); // it is a part of what is trained; whoever evaluates it has it in evaluation mode so long
    }

    /// <summary>Begins it, where the recipe wants it; null: it does not.</summary>
    /// <param name="context">The run.</param>
    /// <param name="model">The student.</param>
    internal static ReplacingTraining? Of(RunContext context, TrainedModel model)
    {
        if (context.Recipe.Replacing is not { } replacing) return null;
        TaskModel teacher = context.FirstTeacher!, student = model.Heads[0];
        RunDevice.Move(student, RunDevice.Of<TextBatch>(context.Training, student));
        RunDevice.Move(teacher, RunDevice.Of<TextBatch>(context.Training, student));
        (int few, int many) = (student.Config.NumHiddenLayers, teacher.Config.NumHiddenLayers);
        context.Messages.SayOnce(FormattableString.Invariant(
            $"Each of the student's {few} layers takes the place of {many / few} of its teacher's with a probability of ")
                + $"{replacing.Probability}.");
        return new ReplacingTraining(teacher, student, replacing.Probability);
    }

    /// <summary>Gives a student all of its teacher but the layers.</summary>
    /// <exception cref="ConfigurationException">The two do not fit, or the teacher is none of our models.</exception>
    internal static void Prepare(RunContext context, TrainedModel model)
    {
        if (context.FirstTeacher is not { } teacher) throw new ConfigurationException(
            "$.replacing runs the teacher's layers among the student's, and this teacher is a file: name its Hugging Face folder.");
        try
        {
            LayerReplacing.Adopt(teacher, model.Heads[0]);
        }
        catch (InvalidDataException problem)
        {
            throw new ConfigurationException($"$.replacing: {problem.Message}", problem);
        }
    }

    public void Starting(RunStart start)
    {
        _steps = start.Steps;
        _layers.Probability = _probability(start.Step, _steps);
    }

    // The step that comes is followed by one with another probability.
    public bool Wants(long step) => _probability(step, _steps) != _layers.Probability;

    public void Step(StepReport report) => _layers.Probability = _probability(report.Step, _steps);

    public void Dispose()
    {
        _layers.Dispose();
        _teacher.train(_wasTraining);
    }
}
