using System.Globalization;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Stores;
using TextBrewer.Teachers;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// The teachers of a run, and the stores of what they say where the recipe wants them: one for each task and each of its teachers, shared
/// by the run's trainings.
/// </summary>
internal sealed class RunTeachers : IDisposable
{
    private readonly RunContext _context;
    private readonly RecipeTeacherStore? _recipe;
    private readonly StoreBudget? _budget;
    private readonly Dictionary<(TaskContext Task, int Member), TeacherStore> _stores = [];

    internal RunTeachers(RunContext context)
    {
        (_context, _recipe) = (context, context.Recipe.TeacherStore);
        if (_recipe is not null) _budget = new StoreBudget(_recipe.Folder!, (long?)(_recipe.MaxGb * 1e9));
    }

    /// <summary>A task's teacher for one of the run's trainings.</summary>
    /// <param name="task">The task, which has a teacher.</param>
    /// <param name="distillation">What the training compares.</param>
    /// <param name="studentLayers">The layers of the student.</param>
    internal ITeacher<TextBatch> Of(TaskContext task, DistillationConfig distillation, int studentLayers)
    {
        if (_recipe is null) return task.Teacher!.AsTeacher(task.Task, distillation);
        // Every training asks for what the whole recipe compares, so that all read what the first one stored, and takes its own part of it.
        ITeacher<TextBatch> teacher = task.Teacher!.AsTeacher(task.Task, task.Distillation);
        return teacher is EnsembleTeacher<TextBatch> several
            ? several.Select((one, member) => Stored(one, member))
            : Stored(teacher, 0);

        StoredTeacher<TextBatch> Stored(ITeacher<TextBatch> one, int member) =>
            new(_context.Host.Around(one), Store(task, member, studentLayers), RequestedFeatures.Filter(distillation));
    }

    /// <summary>The store of what one of a task's teachers says; it says what it will take where it is opened.</summary>
    /// <param name="task">The task.</param>
    /// <param name="member">Which of its teachers, from 0.</param>
    /// <param name="studentLayers">The layers of the student.</param>
    internal TeacherStore Store(TaskContext task, int member, int studentLayers)
    {
        if (_stores.TryGetValue((task, member), out TeacherStore? open)) return open;
        ITextModel model = task.Teacher!.Members[member];
        RecipeDistillation distillation = task.Distillation;
        TeacherFingerprint fingerprint = model.Fingerprint().With(
        [
            $"task {task.Kind.Name}",
            $"kd_tokens {distillation.KdTokens}",
            .. RequestedFeatures.Of(distillation, model.Layers, studentLayers),
        ]);
        TeacherStoreOptions options = new()
        {
            Precision = _recipe!.Precision == RecipeTeacherStore.Exact ? StorePrecision.Exact : StorePrecision.Half,
            Logger = _context.Logger,
            Budget = _budget,
        };
        // Two tasks may have one teacher.
        string folder = TeacherStore.FolderOf(_recipe.Folder!, fingerprint, options.Precision);
        TeacherStore store = _stores.Values.FirstOrDefault(known => known.Folder == folder)
            ?? TeacherStore.Open(_recipe.Folder!, fingerprint, options);
        _stores[(task, member)] = store;
        Announce(task, member, store);
        return store;
    }

    public void Dispose()
    {
        foreach (TeacherStore store in _stores.Values) store.Dispose();
        _stores.Clear();
    }

    /// <summary>Says what there is and, as soon as the size of an example is known, what is to come.</summary>
    private void Announce(TaskContext task, int member, TeacherStore store)
    {
        string who = task.Teacher!.Members.Count > 1 ? $"teacher {member}'s outputs" : "the teacher's outputs";
        if (task.Name.Length > 0) who = $"{task.Name}: {who}";
        who = $"{char.ToUpperInvariant(who[0])}{who[1..]}";
        StoreNeed need = StoreNeed.Of(task, store);
        if (need.Missing == 0) _context.Host.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{who} for all {need.Examples:N0} examples are stored in '{store.Folder}': it need not be asked"
                + $"{(task.Augmented is null ? "" : " about them. About changed texts it is, for they do not come again")}."));
        else if (store.Bytes(1) is not null) Say();
        else store.Began += Say;

        void Say() => _context.Host.Say($"{who}: {need.Describe(store, _budget!)}");
    }
}
