using TextBrewer.Data;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// How long a run will take: its first steps are taken for real, in a folder that is gone afterwards, and what it evaluates is timed on a
/// sample.
/// </summary>
internal sealed class RunTiming
{
    private const int MostSteps = 400;

    // Batches of an epoch that are made to know how long its batches are.
    private const int MostBatches = 128;

    // What no sample shows: other programs, the processor's heat, a disk that is slow now and then.
    private const double LeastError = 0.1;

    // Long enough that another program's short burst is not all that is seen.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly RunContext _context;

    private RunTiming(RunContext context) => _context = context;

    /// <summary>Measures.</summary>
    /// <param name="context">The run.</param>
    /// <param name="loading">Seconds that it took to read all that the recipe names.</param>
    internal static CheckedDuration Measure(RunContext context, double loading) => new RunTiming(context).Measure(loading);

    private CheckedDuration Measure(double loading)
    {
        loading += _context.Tasks.Sum(task => task.Augmented?.FindSample(_context.Training, _context.Cancellation) ?? 0);
        StepCost main = Training(0);
        long steps = main.Steps;
        double trainings = main.Seconds;
        int ablations = _context.Recipe.Ablation && _context.HasTeachers ? Ablations.Of(RunDistillation.Of(_context.Recipe)).Count : 0;
        trainings += ablations * (main.Stored ?? main).Seconds;
        double variance = Math.Pow(trainings * main.Error, 2);
        bool hasBaseline = _context.HasTeachers && _context.Recipe.Baseline;
        if (hasBaseline)
        {
            StepCost baseline = Training(1, steps);
            trainings += baseline.Seconds;
            variance += Math.Pow(baseline.Seconds * baseline.Error, 2);
        }
        EvaluationCost evaluation = EvaluationCost.Measure(_context);
        int variants = 1 + ablations + (hasBaseline ? 1 : 0);
        double evaluating = evaluation.WhileTraining(variants * Evaluations(steps), _context.Recipe.Training.MaxEvalSamples)
            + evaluation.AtEnd(variants);
        if (LayerSearch.Of(_context.Recipe.Student?.Initialize) is { } search)
            trainings += InitialLayers.All.Count * search.StepsOf(steps) * main.SecondsPerStep;
        double seconds = loading + trainings + evaluating;
        return new(
            Math.Round(seconds, 1),
            Math.Round(LeastError + (2 * Math.Sqrt(variance) / seconds), 3),
            steps,
            Math.Round(main.SecondsPerStep, 5),
            Math.Round(evaluating, 1),
            main.TimedSteps);
    }

    /// <summary>
    /// Takes the first steps of one of the run's trainings; with a store of teacher outputs once more, when they are stored.
    /// </summary>
    /// <param name="place">Its place among them.</param>
    /// <param name="steps">Its steps; null: as the recipe says.</param>
    private StepCost Training(int place, long? steps = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("textbrewer check ");
        try
        {
            bool labelledOnly = !_context.Distils || place > 0;
            TimedSteps timed = Timed(folder.FullName, place, steps, MostSteps);
            StepCost cost = StepCost.Of(timed, Sizes(timed, labelledOnly));
            if (labelledOnly || _context.Recipe.TeacherStore is not { } store) return cost;
            TimedSteps again = Timed(folder.FullName, place, steps, timed.Seconds.Count);
            bool isFull = StoreBudget.Used(store.Folder!) > 0;
            return cost with
            {
                Stored = StepCost.Of(again, Sizes(again, labelledOnly)),
                Asking = isFull ? 0 : Math.Min(cost.Steps, StepsOfEpoch()),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private TimedSteps Timed(string folder, int place, long? steps, int most)
    {
        TimedSteps timed = new(most, Longest);
        using RunContext trial = _context.Trial(folder, new RunHost { Progress = _ => timed });
        using TrainedModel model = trial.Build(trial.Recipe.Student ?? trial.Recipe.Model!);
        try
        {
            RunVariant.Of(trial).ElementAt(place).Fit(model, steps, _context.Cancellation);
        }
        catch (TimedSteps.TimedException)
        {
            // Enough is known.
        }
        return timed;
    }

    /// <summary>Tokens, padding included, of the batches that were timed, and of batches from everywhere in the epoch.</summary>
    private (double[] Timed, double Mean)? Sizes(TimedSteps timed, bool labelledOnly)
    {
        if (_context.Tasks.Count > 1) return null; // drawn at random from the tasks
        BatchEpoch<TextBatch> epoch = _context.Tasks[0].Batches(_context, labelledOnly).Epoch(0);
        int accumulation = _context.Recipe.Training.GradientAccumulationSteps, step = Math.Max(1, epoch.Count / MostBatches);
        double[] sizes = [.. Enumerable.Range(0, timed.Seconds.Count).Select(i => Enumerable.Range(0, accumulation)
            .Sum(micro => Size((((timed.Before + i) * accumulation) + micro) % epoch.Count)))];
        double[] all = [.. Enumerable.Range(0, epoch.Count).Where(i => i % step == 0).Select(Size)];
        return (sizes, accumulation * all.Average());

        double Size(int batch)
        {
            using Batch<TextBatch> made = epoch.Make(batch);
            return made.Content.Ids.NumberOfElements;
        }
    }

    private double StepsOfEpoch() => (double)_context.Tasks[0].Batches(_context, labelledOnly: false).Epoch(0).Count
        / _context.Recipe.Training.GradientAccumulationSteps;

    private int Evaluations(long steps)
    {
        if (!_context.HasDev) return 0;
        bool labelledOnly = !_context.Distils;
        IBatchSource<TextBatch> source = _context.Tasks[0].Batches(_context, labelledOnly);
        RunPlan plan = RunPlan.Of(
            _context.Training,
            epoch => source.Epoch(epoch).Count,
            _context.Recipe.Training.NumEpochs,
            _context.Tasks.Count > 1 ? steps : _context.Recipe.Training.NumSteps);
        int count = 0;
        for (long step = 1; step <= steps; step++) if (plan.EvaluatesAt(step)) count++;
        return count;
    }
}
