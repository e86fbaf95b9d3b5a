using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Objectives;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Teachers;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Checks;

/// <summary>A batch of each task through both models, in evaluation mode: which layers meet, and what every loss comes to.</summary>
internal sealed class DryRun
{
    private readonly List<CheckedMatch> _matches = [];
    private readonly List<CheckedLoss> _losses = [];
    private readonly List<CheckFinding> _findings = [];

    internal IReadOnlyList<CheckedMatch> Matches => _matches;

    internal IReadOnlyList<CheckedLoss> Losses => _losses;

    internal IReadOnlyList<CheckFinding> Findings => _findings;

    /// <summary>Runs it.</summary>
    /// <exception cref="Naming.ConfigurationException">A setting cannot work with these models.</exception>
    internal static DryRun Of(CheckedRecipe recipe)
    {
        DryRun run = new();
        TaskModel first = recipe.Trained[0];
        using DistillationObjective? distilling = recipe.Distils
            ? new(
                recipe.Recipe.Distillation,
                new DistillationParts(),
                ScalarType.Float32,
                first.parameters().First().device,
                recipe.Recipe.Training.Seed,
                recipe.Tasks.ToDictionary(task => task.Name, task => new TaskDistillation(task.Distillation, task.Weight)))
            : null;
        IObjective objective = distilling ?? (IObjective)new SupervisedObjective();
        foreach ((int i, CheckedTask task) in recipe.Tasks.Index())
        {
            recipe.Cancellation.ThrowIfCancellationRequested();
            run.Look(task, recipe.Trained[i], recipe.Distils ? task.Distillation : null, objective);
            if (distilling is null) continue;
            run._matches.AddRange(distilling.Shapes(task.Name).Select(shape => CheckedMatch.Of(task.Name, shape)));
        }
        return run;
    }

    private void Look(CheckedTask task, TaskModel trained, RecipeDistillation? distillation, IObjective objective)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        bool training = trained.training;
        trained.eval();
        using TextBatch batch = task.Task.Collate(Texts(task, isTaught: distillation is not null));
        batch.MoveTo(trained.parameters().First().device);
        Signals student = task.Task.Adapt(trained, distillation).Call(batch);
        ITeacher<TextBatch>? teacher = distillation is null ? null : task.Teacher!.AsTeacher(task.Task, distillation);
        Signals? taught = teacher is null ? null : TeacherScope.Run(() => teacher.Teach(new Batch<TextBatch>(batch)));
        objective.Bind(task.Name, student, taught);
        foreach (LossTerm term in objective.Terms(task.Name, student, taught, progress: 0).Terms) Add(task, term);
        LookAtMask(task, student);
        trained.train(training);
    }

    /// <summary>A batch from everywhere in the data: the longest texts are not the first ones.</summary>
    private static EncodedText[] Texts(CheckedTask task, bool isTaught) =>
        Spread.Of(isTaught ? task.Labelled : task.Labelled.Labelled(), 16);

    private void Add(CheckedTask task, LossTerm term)
    {
        double value = term.Value.to(ScalarType.Float64).mean().item<double>();
        _losses.Add(new(task.Name, term.Name, double.IsFinite(value) ? value : null, term.Weight));
        if (!double.IsFinite(value)) _findings.Add(CheckFinding.Error(
            $"{task.Path}",
            $"The loss {term.Name} is {(double.IsNaN(value) ? "not a number" : "infinite")} before the first step.",
            "Look whether the weights of teacher and student are whole, and whether the temperature is a usual one."));
    }

    private void LookAtMask(CheckedTask task, Signals student)
    {
        if (student.InputsMask is not { } mask) return;
        using Tensor empty = mask.reshape(-1, mask.shape[^1]).sum(-1).eq(0).any();
        if (empty.item<bool>()) _findings.Add(CheckFinding.Error(
            $"{task.Path}.data.train",
            "A text has no token that counts: its mask is empty.",
            "Look whether the tokenizer is the model's."));
    }
}
