using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Tokenizing;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Weights;
using TorchSharp;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// What a recipe names, read and checked: its tasks with teachers and data. Nothing is written before all of it is there.
/// </summary>
internal sealed class RunContext : IDisposable
{
    private readonly List<TaskContext> _tasks = [];
    private readonly CutStart _cut = new();
    private IReadOnlyList<EvaluationOutputs>? _teacherOutputs;
    private readonly int _threadsBefore = torch.get_num_threads();
    private readonly bool _isTrial;
    private RunTeachers? _teachers;
    private IReadOnlyDictionary<string, string>? _fingerprint;

    internal RunContext(Recipe recipe, RunHost host, CancellationToken cancellationToken = default)
    {
        (Recipe, Host, Training, Messages) = (recipe, host, recipe.Training, new RunMessages(host.Say));
        (Logger, Cancellation) = (new RunLogger(Messages), cancellationToken);
        if (recipe.Training.Threads is { } threads) torch.set_num_threads(threads);
        try
        {
            ITokenizer? learnt = LearntVocabulary.Of(recipe, Messages, cancellationToken);
            foreach ((string name, RecipeTask task) in recipe.AllTasks())
            {
                _tasks.Add(
                    new TaskContext(
                        name,
                        task,
                        Trained(recipe, name),
                        learnt,
                        recipe.DistillationOf(task),
                        Messages,
                        cancellationToken));
                VocabularyCheck.Same(
                    Tokenizer,
                    $"$.tasks.{_tasks[0].Name}",
                    _tasks[^1].Task.Settings.Tokenizer,
                    $"$.tasks.{name}");
            }
            Recipe = recipe.WithEngines([.. _tasks.Select(task => task.Engines)]);
            Recipe = Chosen(Recipe);
            // The command line may have added to what the file says.
            ConfigurationException.ThrowIfAny([.. ReplacingRules.Problems(recipe)]);
            if (recipe.Replacing is not null && _tasks[0].Task.Settings.Others.Count > 0) throw new ConfigurationException(
                "$.replacing trains the student's layers in the place of its teacher's, on the teacher's words: leave the student's "
                    + "tokenizer out.");
            if ((recipe.Student ?? recipe.Model)?.Folder is { } folder)
                foreach (string own in TaskFolders(folder).Values.DefaultIfEmpty(folder))
                    VocabularyCheck.Same(Tokenizer, "the tokenizer", own);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private RunContext(RunContext other, Recipe recipe, RunHost host)
    {
        (Recipe, Host, Training, Messages) = (recipe, host, recipe.Training, new RunMessages(host.Say));
        Logger = new RunLogger(Messages);
        (Cancellation, _isTrial) = (other.Cancellation, true);
        _tasks.AddRange(other._tasks);
        _cut = other._cut;
    }

    /// <summary>The recipe, with what was chosen where it leaves a choice: a resumed run goes on with that.</summary>
    internal Recipe Recipe { get; private set; }

    internal RunHost Host { get; }

    /// <summary>Whether this process writes the run's files, and measures what is measured once.</summary>
    internal bool Writes => Host.Collective.Rank == 0;

    /// <summary>Stops the run, whatever it is doing.</summary>
    internal CancellationToken Cancellation { get; }

    /// <summary>Whether to resume although the run is made of something else than before.</summary>
    internal bool Force { get; init; }

    /// <summary>Takes sentences for a person, and keeps the warnings.</summary>
    internal RunMessages Messages { get; }

    /// <summary>Takes the warnings of the run's trainings.</summary>
    internal RunLogger Logger { get; }

    internal TrainingConfig Training { get; }

    /// <summary>The tasks; one, or several that share the student.</summary>
    internal IReadOnlyList<TaskContext> Tasks => _tasks;

    /// <summary>Where an example stands: "train.tsv example 17".</summary>
    /// <param name="task">The name of its task; empty where there is one.</param>
    /// <param name="key">Its key.</param>
    internal string ExampleName(string task, UInt128 key) => _tasks.First(known => known.Name == task).ExampleName(key, Training.Seed);

    /// <summary>What each version of the model says about the dev examples; a version is added by <see cref="Keep"/>.</summary>
    internal RunPredictions Predictions { get; } = new();

    /// <summary>What the versions of the model are worth on resamples of the dev examples.</summary>
    internal RunScores Scores { get; } = new();

    /// <summary>Says what takes its time after a training.</summary>
    internal void SayMeasuring(string what)
    {
        int examples = _tasks.Sum(task => task.Dev?.Items.Sum(set => set.Value.Inputs.Count) ?? 0);
        if (examples > 0) Messages.Say(FormattableString.Invariant($"Measuring {what} on {examples:N0} dev inputs."));
    }

    /// <summary>Adds what a version of the model gives on the dev data.</summary>
    internal void Keep(string version, IReadOnlyList<EvaluationOutputs> outputs)
    {
        Predictions.Add(version, outputs);
        Scores.Add(version, _tasks.Zip(outputs, (task, own) => (task.Name, own)), Cancellation);
    }

    /// <summary>The dev sets of each task, by its name; null: it has none.</summary>
    internal IReadOnlyList<(string Name, SingleOrNamed<TaskData>? Sets)> DevSets => [.. _tasks.Select(task => (task.Name, task.Dev))];

    /// <summary>Whether any task has dev data to judge a model by.</summary>
    internal bool HasDev => _tasks.Any(task => task.Dev is not null);

    internal bool HasTeachers => _tasks[0].Teacher is not null;

    /// <summary>Whether the student is compared with its teachers: where it takes their place it learns from labels alone.</summary>
    internal bool Distils => HasTeachers && Recipe.Replacing is null;

    /// <summary>Whether every task has a teacher that does the task itself, and can be compared with its student.</summary>
    internal bool HasAnswers => _tasks.All(task => task is { Teacher.HasLogits: true, Judged: not null });

    /// <summary>The teachers of the run's trainings, and what is stored of them.</summary>
    internal RunTeachers Teachers => _teachers ??= new RunTeachers(this);

    /// <summary>What decides the bytes of the run's trainings, the first weights apart; found when first asked for.</summary>
    internal IReadOnlyDictionary<string, string> Fingerprint => _fingerprint ??= RunFingerprint.Of(this);

    /// <summary>What the teachers give on the dev data, computed when first asked for.</summary>
    internal IReadOnlyList<EvaluationOutputs> TeacherOutputs => _teacherOutputs ??= RunEvaluation.Teachers(this);

    /// <summary>The first teacher of the first task, where it is a model of ours: a student can begin with its layers.</summary>
    internal TaskModel? FirstTeacher => _tasks[0].FirstModel;

    private ITokenizer Tokenizer => _tasks[0].Task.Settings.Tokenizer;

    /// <summary>The same tasks for a trial, which writes to another folder. What was read stays this context's.</summary>
    internal RunContext Trial(string folder, RunHost host) => new(this, Recipe with
    {
        Training = Recipe.Training with { OutputDir = folder, LogDir = null },
        TeacherStore = Recipe.TeacherStore is null ? null : Recipe.TeacherStore with { Folder = Path.Combine(folder, "outputs") },
    }, host);

    /// <summary>Has a student that searches find the teacher's layers that it begins with; they stand in the recipe from here on.</summary>
    internal void FindStart()
    {
        if (LayerSearch.Of(Recipe.Student?.Initialize) is not { } settings) return;
        IReadOnlyList<int>? layers = Host.Collective.Together(
            "searching for a start",
            () => Writes ? new StartSearch(this, settings).Find() : null);
        byte[] chosen = Host.Collective.OfFirst(JsonSerializer.SerializeToUtf8Bytes(layers));
        Recipe = Recipe.WithStart(JsonSerializer.Deserialize<int[]>(chosen));
    }

    /// <summary>Makes the model that is trained, as it starts; the same recipe gives the same weights.</summary>
    internal TrainedModel Build(RecipeModel recipe)
    {
        Cancellation.ThrowIfCancellationRequested();
        TrainedModel model = Recipe.Tasks is null
            ? TrainedModel.Of(Single(recipe))
            : TrainedModel.Of(Several(recipe), _tasks.Select(task => task.Name));
        try
        {
            model.Heads[0].Encoder.GradientCheckpointing = Recipe.Training.GradientCheckpointing;
            if (Recipe.Replacing is not null) ReplacingTraining.Prepare(this, model);
        }
        catch (NotSupportedException error)
        {
            model.Dispose();
            throw new ConfigurationException($"$.training.gradient_checkpointing: {error.Message} Leave it out.", error);
        }
        catch (ConfigurationException)
        {
            model.Dispose();
            throw;
        }
        foreach (TaskContext task in _tasks)
        {
            int positions = model.Heads[0].Config.Positions, length = task.Task.Settings.MaxLength;
            string path = task.Name.Length == 0 ? "$" : $"$.tasks.{task.Name}";
            string? problem = length > positions ? $"Sequences may be {length} tokens long, and the model has {positions} positions: set "
                + $"{path}.tokenizer.max_length to {positions} or less."
                : task.Task.Settings.Tokenizer.Tokens.Count > model.Heads[
                    0].Config.VocabSize ? $"{path}: the tokenizer has {task.Task.Settings.Tokenizer.Tokens.Count} entries, and the "
                        + $"model's vocabulary {model.Heads[0].Config.VocabSize}: all tasks share the student's vocabulary."
                : null;
            if (problem is null) continue;
            model.Dispose();
            throw new ConfigurationException(problem);
        }
        return model;
    }

    public void Dispose()
    {
        _teachers?.Dispose();
        if (_isTrial) return;
        foreach (TaskContext task in _tasks) task.Dispose();
        _cut.Dispose();
        if (Recipe.Training.Threads is not null) torch.set_num_threads(_threadsBefore);
    }

    private TaskModel Single(RecipeModel model)
    {
        TaskContext task = _tasks[0];
        if (model.Folder is not null)
        {
            (TaskModel loaded, LoadReport report) = PretrainedFolder.Load(
                model.Folder,
                found => task.Kind.Head(task.Task.Configure(found), Training.Seed),
                newHead: true);
            Say(model.Folder, report);
            return loaded;
        }
        EncoderConfig config = task.Task.Configure(Config(model));
        return Initialized(task.Kind.Head(config, Training.Seed), student => student, model, config);
    }

    private MultiTaskModel Several(RecipeModel model)
    {
        if (model.Folder is not null && TaskFolders(model.Folder) is { Count: > 0 } folders) return OfTasks(folders);
        if (model.Folder is not null)
        {
            (Encoder encoder, LoadReport report) = PretrainedFolder.LoadEncoder(model.Folder);
            Say(model.Folder, report with { Unexpected = [] }); // a head of the folder's own is none of the tasks'
            return Over(encoder);
        }
        EncoderConfig config = Config(model);
        return Initialized(Over(Architecture.Build(config, Training.Seed)), student => student.Heads[_tasks[0].Name], model, config);

        // They hold one encoder; a task that has none is new, and its head too.
        MultiTaskModel OfTasks(IReadOnlyDictionary<string, string> folders)
        {
            EncoderConfig shared = EncoderConfig.FromFile(Path.Combine(folders.Values.First(), "config.json"));
            MultiTaskModel student = Over(Architecture.Build(shared, Training.Seed));
            foreach ((string task, string folder) in folders)
            {
                LoadReport report = PretrainedFolder.Load(folder, _ => student.Heads[task], newHead: true).Report;
                // A pooler that this task does not read is in the folder of one that does.
                string encoder = Architecture.Of(shared).Prefix + ".";
                IEnumerable<string> ofHead = report.Missing.Where(name => !name.StartsWith(encoder, StringComparison.Ordinal));
                Say(folder, report with { Missing = [.. ofHead] });
            }
            return student;
        }

        MultiTaskModel Over(Encoder encoder)
        {
            // The encoder's configuration may be a teacher's, whose labels are one task's alone.
            EncoderConfig bare = encoder.Config with { ProblemType = null, IdToLabel = null, LabelToId = null };
            return new(
            [
                .. _tasks.Select((task, i) => (task.Name, task.Kind.Over(encoder, task.Task.Configure(bare), Training.Seed + i))),
            ]);
        }
    }

    /// <summary>The model that is trained, as a task sees it: a student of several tasks has a folder for each.</summary>
    private static RecipeModel? Trained(Recipe recipe, string task)
    {
        RecipeModel? model = recipe.Student ?? recipe.Model;
        string? own = model?.Folder is { } folder && task.Length > 0 ? Path.Combine(folder, task) : null;
        return own is not null && Directory.Exists(own) ? model! with { Folder = own } : model;
    }

    /// <summary>
    /// The student's tokens in those of the teacher that it can begin with, whose embeddings it takes; null: both read the same.
    /// </summary>
    private IReadOnlyList<IReadOnlyList<int>>? Words => field ??=
        _tasks[0].FirstTokenizer is { } teachers && !teachers.Tokens.SequenceEqual(Tokenizer.Tokens)
            ? VocabularyTransfer.Of(teachers, Tokenizer)
            : null;

    /// <summary>
    /// The folders of a student of several tasks, by the names of those that this run has too; none where the folder is a model's.
    /// </summary>
    private Dictionary<string, string> TaskFolders(string folder) => File.Exists(Path.Combine(folder, "config.json"))
        ? []
        : _tasks.Select(task => (task.Name, Folder: Path.Combine(folder, task.Name)))
            .Where(task => task.Name.Length > 0 && File.Exists(Path.Combine(task.Folder, "config.json")))
            .ToDictionary(task => task.Name, task => task.Folder);

    /// <summary>
    /// A student that shares its teacher's tokenizer has its vocabulary too, with what that keeps free; another one has its tokenizer's.
    /// </summary>
    private EncoderConfig Config(RecipeModel model)
    {
        EncoderConfig start = FirstTeacher?.Config ?? new EncoderConfig();
        if (FirstTeacher is null || Words is not null)
            start = start with { VocabSize = Tokenizer.Tokens.Count, PadTokenId = Tokenizer.PadId };
        return model.Preset is not null ? StudentShapes.Apply(model.Preset, start) : ModelConfig.Merge(start, model.Config!);
    }

    /// <summary>The recipe with what depends on the shapes of its models where it leaves that open.</summary>
    private Recipe Chosen(Recipe recipe)
    {
        if ((recipe.Student ?? recipe.Model) is not { } model) return recipe;
        EncoderConfig? config = model.Folder is null ? Config(model) : null;
        if (config is not null && recipe.Student?.Initialize?.ToString() == InitialLayers.Auto)
        {
            string start = InitialLayers.Choose(config, FirstTeacher?.Config);
            if (start == InitialLayers.Random) Messages.Say("$.student.initialize: the student starts at random, because "
                + (Architecture.Of(config).SharesLayers
                    ? $"the layers of {Architecture.Of(config).Title} share their weights."
                    : "no teacher of the same architecture is as wide and has as many layers."));
            recipe = recipe.WithStart(JsonValue.Create(start));
        }
        return recipe.WithRate(StartRates.Of(recipe.Student ?? model, config, FirstTeacher?.Config));
    }

    /// <summary>Whether the first teacher has layers that a student can begin with.</summary>
    internal bool CanStartFromTeacher(TaskModel student) =>
        FirstTeacher is not null && LayerInitialization.Fits(FirstTeacher, student, Words);

    /// <summary>
    /// Copies the teacher's layers into a student, where the recipe wants that. With several tasks they are the first task's.
    /// </summary>
    private T Initialized<T>(T student, Func<T, TaskModel> view, RecipeModel model, EncoderConfig config)
        where T : torch.nn.Module
    {
        try
        {
            if (HasTeachers && LayerSearch.Of(model.Initialize) is not null && !CanStartFromTeacher(view(student))) return student;
            if (ModelConfig.Layers(model.Initialize, FirstTeacher?.Config.NumHiddenLayers ?? 0, config.NumHiddenLayers) is { } layers)
            {
                if (FirstTeacher is null) throw new ConfigurationException(
                    "\"initialize\" takes layers from a teacher that is a folder of ours, and this recipe's first is none: use "
                        + "\"random\".");
                if (_cut.Fill(view(student), layers)) return student;
                (IReadOnlyList<string> cut, IReadOnlyList<string> kept) = LayerInitialization.Copy(
                    FirstTeacher,
                    view(student),
                    layers,
                    Words,
                    Words is null ? new ReadTexts(_tasks[0]).By : null);
                if (cut.Count > 0)
                {
                    Messages.Say($"The student is smaller than its teacher: of {cut.Count} tensors it takes a part.");
                    _cut.Keep(view(student), layers);
                }
                if (kept.Count > 0) Host.Say($"The teacher has no {string.Join(", ", kept)}: they start at random.");
            }
            return student;
        }
        catch
        {
            student.Dispose();
            throw;
        }
    }

    private void Say(string folder, LoadReport report)
    {
        if (report.Missing.Count + report.Unexpected.Count + report.Misshapen.Count > 0) Host.Say(
            $"{folder}: {report} What is missing or misshapen starts at random.");
    }
}
