using System.Diagnostics;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TextBrewer.Text.Features;
using TextBrewer.Torch.Collectives;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>Asks the teachers of a recipe about all its training data and stores what they say: <c>label</c>.</summary>
internal sealed class Labelling(RunContext context, TrainedModel student, CancellationToken cancellationToken)
{
    // Long enough that the products fill a processor; what a training asks in its batches is rounded alike but for the last bit.
    private const int BatchTokens = 4096;

    private int _examples;
    private int _asked;
    private int _stored;
    private int _added;

    internal static LabelResult Run(Recipe recipe, RunHost host, CancellationToken cancellationToken)
    {
        if (recipe.Stages is not null)
            return StagedLabelling.Run(recipe, (stage, looking) => Run(stage, looking, cancellationToken), host);
        host.Refuse(Nothing(recipe));
        RecipeTeacherStore store = recipe.TeacherStore!;
        long start = Stopwatch.GetTimestamp();
        using RunContext context = host.Collective.Together("reading the recipe", () => new RunContext(recipe, host, cancellationToken));
        host.Collective.Agree(RunFingerprint.OfProcess(context));
        // What is asked of the teachers depends on the student's shape, which decides what layers its own are compared with, and not on
        // its weights.
        using TrainedModel student = host.Collective.Together(
            "making the student",
            () => context.Build(recipe.Student! with { Initialize = null }));
        Labelling labelling = new(context, student, cancellationToken);
        bool isWhole = !host.Collective.Any(!labelling.All());
        context.Teachers.Dispose();
        double[] added = [labelling._asked, labelling._added];
        host.Collective.AllReduce(added);
        return new(
            isWhole ? "completed" : "stopped",
            store.Folder!,
            labelling._examples,
            (int)added[0],
            labelling._stored + (int)added[1],
            StoreBudget.Used(store.Folder!),
            Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3));
    }

    /// <summary>Why nothing of a recipe without stages can be labelled; null: something can.</summary>
    internal static string? Nothing(Recipe recipe)
    {
        if (recipe.Student is null)
            return "$.student is missing: what is trained on labels has no teacher, and label asks the teachers of a distillation.";
        if (recipe.AllTasks().Select(task => TaskKinds.Get(task.Task.Task)).FirstOrDefault(kind => kind.LearnsRawText) is { } drawn) return
            $"In a {drawn.Name} task other words are masked in each epoch: what a teacher says of a text is never asked for again.";
        if (recipe.Replacing is not null || !recipe.AllTasks().Any(task => RequestedFeatures.Any(recipe.DistillationOf(task.Task))))
            return "The student learns from labels alone: no teacher is asked for anything.";
        return recipe.TeacherStore is not null ? null
            : "$.teacher_store is missing: label fills it. Name a folder, in the recipe or by --set teacher_store=teacher-outputs.";
    }

    /// <summary>Asks all teachers of all tasks.</summary>
    /// <returns>Whether nobody stopped it.</returns>
    private bool All()
    {
        List<(TaskContext Task, int Member, EncodedText[] Missing)> work = [];
        foreach (TaskContext task in context.Tasks)
            for (int member = 0; member < task.Teacher!.Members.Count; member++)
                work.Add((task, member, Missing(task, Store(task, member))));
        // What one process adds, another would count as stored before.
        context.Host.Collective.Barrier();
        return work.TrueForAll(one => Ask(one.Task, one.Member, one.Missing));
    }

    private TeacherStore Store(TaskContext task, int member) =>
        context.Teachers.Store(task, member, student.Heads[0].Config.NumHiddenLayers);

    private bool Ask(TaskContext task, int member, EncodedText[] missing)
    {
        ITextModel model = task.Teacher!.Members[member];
        TeacherStore store = Store(task, member);
        Device device = RunDevice.Of<TextBatch>(context.Training, student.Module);
        if (model.Network is { } network) RunDevice.Move(network, device);
        StoredTeacher<TextBatch> teacher = new(
            context.Host.Around(model.AsTeacher(task.Task, task.Distillation)),
            store);

        int[][] batches = [.. LengthBatches.Of(
            [.. missing.Select(text => text.Length * text.Sequences.Count)],
            Math.Min(BatchTokens, model.BatchTokens))];
        if (batches.Length == 0) return true;
        string name = task.Name.Length > 0 ? $" {task.Name}" : "";
        ITrainingObserver? progress = context.Host.Progress($"labelling{name}");
        progress?.Starting(new RunStart(0, batches.Length, null, 0));
        for (int i = 0; i < batches.Length; i++)
        {
            if (cancellationToken.IsCancellationRequested) return false;
            if (store.IsFull) return true;
            using var scope = NewDisposeScope();
            using TextBatch batch = task.Task.Collate([.. batches[i].Select(place => missing[place])]);
            batch.MoveTo(device);
            int before = store.Count;
            teacher.Teach(new Batch<TextBatch>(batch));
            _asked += batches[i].Length;
            _added += store.Count - before;
            progress?.Step(new StepReport(i + 1, batches.Length, 0, new Dictionary<string, double>(), 0, null)
            {
                Examples = batches[i].Length
            });
        }
        return true;
    }

    /// <summary>
    /// The different examples that the store does not have; of several processes each has its own, told by the keys, whatever it finds
    /// stored.
    /// </summary>
    private EncodedText[] Missing(TaskContext task, TeacherStore store)
    {
        ICollective processes = context.Host.Collective;
        HashSet<UInt128> seen = [];
        List<EncodedText> missing = [];
        foreach (EncodedText text in task.Recurring)
        {
            UInt128 key = text.Key();
            if (!seen.Add(key)) continue;
            _examples++;
            if (store.Contains(key)) _stored++;
            else if ((int)(key % (UInt128)processes.Size) == processes.Rank) missing.Add(text);
        }
        return [.. missing];
    }
}
