using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Recipes.Tasks.Views;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Recipes.TextModels.Given;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Runs;

/// <summary>What a task of a recipe names, read and checked: teachers, tokenizer, labels, encoded data.</summary>
internal sealed class TaskContext : IDisposable
{
    private readonly RecipeTask _recipe;
    private readonly string _path;
    private readonly RunMessages _messages;
    private readonly CancellationToken _cancellation;
    private readonly RecipeTable[] _files;

    // Whether every teacher can be asked about an example.
    private readonly Func<EncodedText, bool> _isKnown = _ => true;

    // How many examples the files up to each of them have.
    private readonly List<int> _ends = [];

    /// <param name="name">The task's name; empty where it stands alone.</param>
    /// <param name="recipe">The task.</param>
    /// <param name="trained">The model that is trained, whose tokenizer its data are read by; null: there is none.</param>
    /// <param name="learnt">A vocabulary that was learnt for it; null: none was.</param>
    /// <param name="distillation">What is distilled, and so what the teachers are asked for.</param>
    /// <param name="messages">Takes sentences for a person.</param>
    /// <param name="cancellationToken">Stops between two files or rows.</param>
    internal TaskContext(
        string name,
        RecipeTask recipe,
        RecipeModel? trained,
        ITokenizer? learnt,
        RecipeDistillation distillation,
        RunMessages messages,
        CancellationToken cancellationToken)
    {
        (Name, _recipe, _path) = (name, recipe, name.Length == 0 ? "$" : $"$.tasks.{name}");
        (_messages, _cancellation, Distillation) = (messages, cancellationToken, distillation);
        Kind = TaskKinds.Get(recipe.Task);
        List<ITextModel> teachers = [];
        try
        {
            _files = [.. Kind.TrainingFiles(recipe.Data).Select(file => file.Table)];
            foreach (RecipeTable table in _files)
                if (!File.Exists(table.Path)) throw new FileNotFoundException($"There is no data file '{table.Path}'.", table.Path);
            // Before the weights, where it is there: what is refused costs nothing then.
            TaskTokenizers? tokenizers = TaskTokenizers.TryRead(recipe, trained, learnt);
            foreach (RecipeTeacher teacher in recipe.AllTeachers())
            {
                cancellationToken.ThrowIfCancellationRequested();
                teachers.Add(TeacherFile.Load(teacher, Kind));
            }
            TeacherFeatures.Check(recipe.AllTeachers(), teachers, distillation, _path, Recipe.DistillationPath(name, recipe));
            FirstModel = (teachers is [EncoderTextModel first, ..]) ? first.Model : null;
            Teacher = Together(teachers);
            IReadOnlyList<string> labels = Labels(teachers);
            tokenizers ??= TaskTokenizers.Read(recipe, _path, trained);
            tokenizers.Refuse(recipe, Kind, _path);
            foreach (string sentence in tokenizers.Describe(_path)) messages.Say(sentence);
            foreach ((int i, ITextModel teacher) in teachers.Index())
                if (teacher.Network is { } network) VocabularyCheck.Fits(tokenizers.Of(i), tokenizers.SourceOf(i), network.Config);
            FirstTokenizer = teachers.Count == 0 ? null : tokenizers.Of(0);
            int length = MaxLength([.. teachers.Where((_, i) => tokenizers.Views[i] is null)]);
            TaskSettings settings = new(tokenizers.Own, labels, length)
            {
                Masking = recipe.Masking ?? new(),
                // Who answers elsewhere knows words, and nothing of their pieces.
                LabelledTokensOnly = distillation.KdTokens == RecipeDistillation.Labelled
                    || teachers.Any(teacher => teacher is GivenAnswers),
            };
            settings = settings.With(recipe.Tokenizer);
            Task = Kind.Make(settings with
            {
                Others = [.. tokenizers.Others.Select((other, view) => Kind.Make(
                    settings.In(other, [.. teachers.Where((_, i) => tokenizers.Views[i] == view).Select(teacher => teacher.Positions)])))],
            });
            foreach (GivenAnswers teacher in teachers.OfType<GivenAnswers>())
                teacher.Read(Task, () => NamedTexts.Of(recipe, Kind, _path), messages.Say, cancellationToken);
            _isKnown = text => teachers.All(teacher => teacher.Knows(text));
            IReadOnlySet<int> apart = DevSplit.Of(Kind, recipe.Data);
            foreach (RecipeTable table in _files)
            {
                ReadInto(Labelled, apart.Count == 0 ? table : table with { Keeps = number => !apart.Contains(number) }, labelled: true);
                _ends.Add(Labelled.Count);
            }
            Engines = ChooseEngines(teachers, tokenizers, distillation);
            (ITextModel Model, TextTask Task)? alone = teachers is [{ } only] && tokenizers.Views[0] is int its
                ? (only, Task.Settings.Others[its])
                : null;
            if (tokenizers.Others.Count > 0)
                for (int i = 0; i < teachers.Count; i++) teachers[i] = new ViewedTextModel(teachers[i], Task, tokenizers.Views[i]);
            Teacher = Together(teachers);
            foreach (RecipeTable extra in recipe.Data.Extra) ReadInto(Extra, extra, extra.Labelled);
            if (!Kind.LearnsRawText) foreach (RecipeRaw raw in recipe.Data.Raw) ReadRaw(raw);
            Dev = DevSets(Task, apart);
            Judged = Teacher is null ? null
                : alone is { } own ? (own.Model, own.Task, DevSets(own.Task, apart))
                : Dev is { } sets && !sets.Items.All(set => set.Value.Inputs.All(Teacher.Knows)) ? null
                : (Teacher, Task, Dev);
            Augmented = Augment(recipe.Data.Augment);
        }
        catch
        {
            foreach (ITextModel teacher in teachers) teacher.Dispose();
            Labelled.Dispose();
            Extra.Dispose();
            Raw.Dispose();
            throw;
        }
    }

    internal string Name { get; }

    internal TaskKind Kind { get; }

    /// <summary>What is distilled.</summary>
    internal RecipeDistillation Distillation { get; }

    /// <summary>Where the recipe says that, as a JSON path.</summary>
    internal string DistillationPath => Recipe.DistillationPath(Name, _recipe);

    /// <summary>Multiplies the loss of this task of several.</summary>
    internal double Weight => _recipe.Weight;

    /// <summary>Multiplies the share of the draws of this task of several.</summary>
    internal double SamplingWeight => _recipe.SamplingWeight;

    /// <summary>The teacher, or several as one; null: there is none.</summary>
    internal ITextModel? Teacher { get; }

    /// <summary>The first teacher, where it is a model of ours: the one that a student can start from.</summary>
    internal TaskModel? FirstModel { get; }

    /// <summary>The tokenizer that the first teacher reads by; null: there is no teacher.</summary>
    internal ITokenizer? FirstTokenizer { get; }

    /// <summary>
    /// The teacher as it is measured, in the tokens that it reads; several that read by different ones are measured in the student's. Null:
    /// there is none.
    /// </summary>
    internal (ITextModel Model, TextTask Task, SingleOrNamed<TaskData>? Dev)? Judged { get; }

    /// <summary>What computes each teacher, as <c>engine</c> of a recipe has it.</summary>
    internal IReadOnlyList<string> Engines { get; }

    internal TextTask Task { get; }

    /// <summary>The training data.</summary>
    internal PackedTexts Labelled { get; } = new();

    /// <summary>The texts of <c>data.extra</c>.</summary>
    internal PackedTexts Extra { get; } = new();

    /// <summary>The texts of <c>data.raw</c>, where the kind of task does not learn from them alone.</summary>
    internal PackedTexts Raw { get; } = new();

    /// <summary>All texts that come again in each epoch.</summary>
    internal IEnumerable<EncodedText> Recurring => Labelled.Concat(Extra).Concat(Raw);

    /// <summary>Copies of the training data with other words, drawn anew each epoch; null: there are none.</summary>
    internal AugmentedTexts? Augmented { get; }

    /// <summary>The dev sets; null: there is none.</summary>
    internal SingleOrNamed<TaskData>? Dev { get; }

    /// <summary>
    /// The training data and, evenly between, the extra, raw and changed texts: with and without these the batches of the training data
    /// are the same.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="labelledOnly">Whether what has no label is left out.</param>
    /// <param name="kept">What else is left out; null: nothing.</param>
    internal IBatchSource<TextBatch> Batches(RunContext run, bool labelledOnly, KeptTexts? kept = null)
    {
        IBatchSource<TextBatch> batches = Of(Usable(Labelled));
        if (Usable(Extra) is { Count: > 0 } extra) batches = Data.Batches.Interleave(batches, Of(extra));
        if (Usable(Raw) is { Count: > 0 } raw) batches = Data.Batches.Interleave(batches, Of(raw));
        if (labelledOnly || Augmented is null) return batches;
        Augmented.Find(run.Training, run.Host.Progress, run.Cancellation);
        return Data.Batches.Interleave(batches, Of(Augmented, Augmented.Drawn(run.Training.Seed)));

        IBatchSource<TextBatch> Of(IReadOnlyList<EncodedText> texts, Draw<EncodedText>? draw = null) =>
            Task.Batches(texts, run.Recipe.Training.BatchSize, run.Recipe.Training.MaxTokens, run.Training.Seed, draw);

        IReadOnlyList<EncodedText> Usable(PackedTexts texts)
        {
            IReadOnlyList<EncodedText> usable = labelledOnly ? texts.Labelled() : texts;
            return kept?.Without(usable) ?? usable;
        }
    }

    /// <summary>Where an example stands, by the file and its number there, rows that were left out not counted.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="seed">The run's seed.</param>
    internal string ExampleName(UInt128 key, int seed)
    {
        int place = Place(Labelled, key);
        if (place >= 0) return OfTrain(place);
        place = Place(Extra, key);
        if (place >= 0) return string.Create(CultureInfo.InvariantCulture, $"extra text {place + 1}");
        place = Place(Raw, key);
        if (place >= 0) return string.Create(CultureInfo.InvariantCulture, $"raw text {place + 1}");
        return Augmented?.Origin(key, seed) is { } origin
            ? $"{OfTrain(origin.Text)}, changed by {origin.By}"
            : "a text with what was drawn for it";

        string OfTrain(int text)
        {
            int file = _ends.FindIndex(end => text < end), before = file == 0 ? 0 : _ends[file - 1];
            return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(_files[file].Path)} {text - before + 1}");
        }

        static int Place(PackedTexts texts, UInt128 key) => Enumerable.Range(0, texts.Count).FirstOrDefault(i => texts[i].Key() == key, -1);
    }

    public void Dispose()
    {
        Augmented?.Dispose();
        Teacher?.Dispose();
        Labelled.Dispose();
        Extra.Dispose();
        Raw.Dispose();
    }

    private AugmentedTexts? Augment(IReadOnlyList<RecipeAugmentation> recipe)
    {
        if (recipe.Count == 0) return null;
        ITokenizer tokenizer = Task.Settings.Tokenizer;
        foreach (string folder in recipe.Select(augmentation => augmentation.Model).OfType<string>())
            VocabularyCheck.Same(tokenizer, "the tokenizer", folder);
        AugmentedTexts texts = new(Task, Labelled, recipe);
        foreach (AugmentationFacts facts in texts.Facts)
            _messages.Say($"{facts.Texts} copies an epoch by {facts.By}, which the teacher alone labels.");
        return texts;
    }

    private ITextModel? Together(List<ITextModel> teachers) => teachers.Count > 1
        ? new ModelEnsemble(teachers, [.. _recipe.AllTeachers().Select(teacher => teacher.Weight)])
        : teachers is [var only] ? only : null;

    /// <summary>Puts in each teacher's place what computes its logits.</summary>
    private string[] ChooseEngines(List<ITextModel> teachers, TaskTokenizers tokenizers, RecipeDistillation distillation)
    {
        string[] engines = [.. _recipe.AllTeachers().Select(teacher => teacher.Engine)];
        for (int i = 0; i < teachers.Count; i++)
        {
            int? view = tokenizers.Views[i];
            TeacherEngine choice = new(
                teachers.Count == 1 ? $"{_path}.teacher" : $"{_path}.teachers[{i}]",
                TeacherFeatures.AreWantedOf(i, distillation),
                view is int its ? Task.Settings.Others[its] : Task,
                Kind.Outputs,
                _messages.Say,
                _cancellation);
            (engines[i], teachers[i]) = choice.Choose(
                engines[i],
                teachers[i],
                view is int other ? new ViewedTexts(Labelled, other) : Labelled);
        }
        return engines;
    }

    /// <summary>The recipe's labels, else the teacher's, else the training data's.</summary>
    private IReadOnlyList<string> Labels(IReadOnlyList<ITextModel> teachers)
    {
        if (Kind.Labels is null) return [];
        IReadOnlyList<string> labels = _recipe.Labels ?? Teacher?.Labels ?? Kind.Labels(_files[0]);
        foreach (IReadOnlyList<string> own in teachers.Select(teacher => teacher.Labels).OfType<IReadOnlyList<string>>())
            if (labels.Count != own.Count)
                throw new ConfigurationException($"The task has {labels.Count} labels ({string.Join(", ", labels)}) and a teacher has "
                    + $"{own.Count}: they must be the same. A teacher has to be trained for the task's labels first: textbrewer init "
                    + $"--data {_files[0].Path} --model FOLDER writes a recipe for that.");
            else if (!labels.SequenceEqual(own) && labels.Order(StringComparer.Ordinal).SequenceEqual(own.Order(StringComparer.Ordinal)))
                throw new ConfigurationException($"The task has the labels {string.Join(", ", labels)} and a teacher the same in another "
                    + $"order: {string.Join(", ", own)}. Name them in the teacher's order, or leave {_path}.labels out.");
        return labels;
    }

    private TaskData Read(TextTask task, RecipeTable table)
    {
        (TaskData data, ReadReport report) = task.Read(table.Like(_files[0]), cancellationToken: _cancellation);
        if (task == Task) _messages.Say($"{Path.GetFileName(table.Path)}: {report}");
        return data;
    }

    /// <summary>The dev sets in a task's tokens: those that the recipe names, else what is kept apart of the training data.</summary>
    private SingleOrNamed<TaskData>? DevSets(TextTask task, IReadOnlySet<int> apart) =>
        apart.Count == 0 ? _recipe.Data.Dev?.Select(table => Read(task, table)) : new(ReadApart(task, _files[0], apart));

    private TaskData ReadApart(TextTask task, RecipeTable train, IReadOnlySet<int> apart)
    {
        (TaskData data, ReadReport report) = task.Read(train with { Keeps = apart.Contains }, cancellationToken: _cancellation);
        if (task == Task) _messages.Say($"{_path}.data.dev names no file: {report.Examples} examples of {Path.GetFileName(train.Path)} are "
            + "kept apart, the same in every run; name a file, or set dev_share to 0 to train on all.");
        return data;
    }

    private void ReadRaw(RecipeRaw file) => Keep(Raw, file.Path, texts => Task.ReadRaw(texts, file, _files[0], _cancellation));

    private void ReadInto(PackedTexts texts, RecipeTable table, bool labelled) =>
        Keep(texts, table.Path, all => Task.ReadInto(all, table.Like(_files[0]), labelled, _cancellation));

    /// <summary>Reads a file's examples, and leaves those out that a teacher cannot be asked about.</summary>
    private void Keep(PackedTexts texts, string path, Func<PackedTexts, ReadReport> read)
    {
        string name = Path.GetFileName(path);
        if (!_recipe.AllTeachers().Any(teacher => teacher.IsAnswers))
        {
            _messages.Say($"{name}: {read(texts)}");
            return;
        }
        using PackedTexts all = [];
        ReadReport report = read(all);
        int before = texts.Count;
        foreach (EncodedText text in all.Where(_isKnown)) texts.Add(text);
        int known = texts.Count - before;
        if (known == 0) throw new ConfigurationException(
            $"None of the {all.Count} texts of '{path}' has an answer in the file that is {_path}'s teacher: look whether both have the "
                + "same texts, or ids.");
        _messages.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {report}{(known < all.Count ? $"; {all.Count - known:N0} left out, which a teacher has not answered" : "")}"));
    }

    /// <summary>
    /// The recipe's longest sequence, which every teacher that reads the same tokens must have positions for; else the one that the
    /// teachers were trained with.
    /// </summary>
    /// <param name="teachers">Those that read the same tokens.</param>
    private int MaxLength(IReadOnlyList<ITextModel> teachers)
    {
        string[] folders = [.. _recipe.AllTeachers().Select(teacher => teacher.Folder).OfType<string>()];
        int positions = teachers.Min(teacher => teacher.Positions) ?? int.MaxValue;
        int? trained = folders.Min(TeacherLength.Trained);
        if (_recipe.Tokenizer.MaxLength is not int length)
        {
            int tokenizers = folders.Min(TeacherLength.Tokenizer) ?? Kind.DefaultLength;
            return Math.Min(trained ?? Math.Min(Kind.DefaultLength, tokenizers), positions);
        }
        if (length > positions) throw new ConfigurationException(
            $"{_path}.tokenizer.max_length is {length}, and the teacher has {positions} positions: set it to {positions} or less.");
        if (length > trained && teachers.Count > 0) _messages.Warn($"{_path}.tokenizer.max_length is {length}, and the teacher was trained "
            + $"on sequences of up to {trained} tokens: what it says about longer ones was never tested. Leave max_length out to take the "
            + "teacher's.");
        return length;
    }
}
