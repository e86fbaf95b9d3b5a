using System.Globalization;
using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Recipes.TextModels;
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

    // How many examples the files up to each of them have.
    private readonly List<int> _ends = [];

    /// <param name="name">The task's name; empty where it stands alone.</param>
    /// <param name="recipe">The task.</param>
    /// <param name="modelFolder">The folder of the model that is trained, whose tokenizer serves where there is no teacher; null:
    /// none.</param>
    /// <param name="distillation">What is distilled, and so what the teachers are asked for.</param>
    /// <param name="messages">Takes sentences for a person.</param>
    /// <param name="cancellationToken">Stops between two files or rows.</param>
    internal TaskContext(
        string name,
        RecipeTask recipe,
        string? modelFolder,
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
            ITokenizer? tokenizer = TokenizerFolder(modelFolder) is { } folder && Tokenizers.AreIn(folder) ? Tokenizer(modelFolder) : null;
            foreach (RecipeTeacher teacher in recipe.AllTeachers())
            {
                cancellationToken.ThrowIfCancellationRequested();
                teachers.Add(TeacherFile.Load(teacher, Kind));
            }
            TeacherFeatures.Check(recipe.AllTeachers(), teachers, distillation, _path, Recipe.DistillationPath(name, recipe));
            FirstModel = (teachers is [EncoderTextModel first, ..]) ? first.Model : null;
            Teacher = Together(teachers);

            IReadOnlyList<string> labels = Labels(teachers);
            TaskSettings settings = new(tokenizer ?? Tokenizer(modelFolder), labels, MaxLength())
            {
                Masking = recipe.Masking ?? new(),
                LabelledTokensOnly = distillation.KdTokens == RecipeDistillation.Labelled,
            };
            foreach (EncoderTextModel teacher in teachers.OfType<EncoderTextModel>())
                VocabularyCheck.Fits(settings.Tokenizer, TokenizerFolder(modelFolder)!, teacher.Model.Config);
            Task = Kind.Make(settings.With(recipe.Tokenizer));
            IReadOnlySet<int> dev = recipe.Data.SplitsDev
                ? DevSplit.Of([.. Task.SplitKeys(_files[0])], recipe.Data.DevShare)
                : new HashSet<int>();
            foreach (RecipeTable table in _files)
            {
                ReadInto(Labelled, dev.Count == 0 ? table : table with { Keeps = number => !dev.Contains(number) }, labelled: true);
                _ends.Add(Labelled.Count);
            }
            Engines = ChooseEngines(teachers, distillation);
            Teacher = Together(teachers);
            foreach (RecipeTable extra in recipe.Data.Extra) ReadInto(Extra, extra, extra.Labelled);
            if (!Kind.LearnsRawText) foreach (RecipeRaw raw in recipe.Data.Raw) ReadRaw(raw);
            Dev = dev.Count > 0 ? new(ReadApart(_files[0], dev)) : recipe.Data.Dev?.Select(Read);
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
    private string[] ChooseEngines(List<ITextModel> teachers, RecipeDistillation distillation)
    {
        string[] engines = [.. _recipe.AllTeachers().Select(teacher => teacher.Engine)];
        for (int i = 0; i < teachers.Count; i++)
        {
            TeacherEngine choice = new(
                teachers.Count == 1 ? $"{_path}.teacher" : $"{_path}.teachers[{i}]",
                TeacherFeatures.AreWantedOf(i, distillation),
                Task,
                Kind.Outputs,
                _messages.Say,
                _cancellation);
            (engines[i], teachers[i]) = choice.Choose(engines[i], teachers[i], Labelled);
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
                    + $"{own.Count}: they must be the same.");
            else if (!labels.SequenceEqual(own) && labels.Order(StringComparer.Ordinal).SequenceEqual(own.Order(StringComparer.Ordinal)))
                throw new ConfigurationException($"The task has the labels {string.Join(", ", labels)} and a teacher the same in another "
                    + $"order: {string.Join(", ", own)}. Name them in the teacher's order, or leave {_path}.labels out.");
        return labels;
    }

    private TaskData Read(RecipeTable table)
    {
        (TaskData data, ReadReport report) = Task.Read(table.Like(_files[0]), cancellationToken: _cancellation);
        _messages.Say($"{Path.GetFileName(table.Path)}: {report}");
        return data;
    }

    private TaskData ReadApart(RecipeTable train, IReadOnlySet<int> dev)
    {
        (TaskData data, ReadReport report) = Task.Read(train with { Keeps = dev.Contains }, cancellationToken: _cancellation);
        _messages.Say($"{_path}.data.dev names no file: {report.Examples} examples of {Path.GetFileName(train.Path)} are kept apart, the same "
            + "in every run; name a file, or set dev_share to 0 to train on all.");
        return data;
    }

    private void ReadRaw(RecipeRaw file) =>
        _messages.Say($"{Path.GetFileName(file.Path)}: {Task.ReadRaw(Raw, file, _files[0], _cancellation)}");

    private void ReadInto(PackedTexts texts, RecipeTable table, bool labelled) =>
        _messages.Say($"{Path.GetFileName(table.Path)}: {Task.ReadInto(texts, table.Like(_files[0]), labelled, _cancellation)}");

    /// <summary>
    /// The recipe's longest sequence, which every teacher must have positions for; else the one that the teachers were trained with.
    /// </summary>
    private int MaxLength()
    {
        string[] folders = [.. _recipe.AllTeachers().Select(teacher => teacher.Folder).OfType<string>()];
        int positions = Teacher?.Positions ?? int.MaxValue;
        int? trained = folders.Min(TeacherLength.Trained);
        if (_recipe.Tokenizer.MaxLength is not int length)
        {
            int tokenizers = folders.Min(TeacherLength.Tokenizer) ?? Kind.DefaultLength;
            return Math.Min(trained ?? Math.Min(Kind.DefaultLength, tokenizers), positions);
        }
        if (length > positions) throw new ConfigurationException(
            $"{_path}.tokenizer.max_length is {length}, and the teacher has {positions} positions: set it to {positions} or less.");
        if (length > trained) _messages.Warn($"{_path}.tokenizer.max_length is {length}, and the teacher was trained on sequences of up to "
            + $"{trained} tokens: what it says about longer ones was never tested. Leave max_length out to take the teacher's.");
        return length;
    }

    /// <summary>The folder with the tokenizer; null: none is named.</summary>
    private string? TokenizerFolder(string? modelFolder) => _recipe.Tokenizer.Vocabulary
        ?? _recipe.AllTeachers().Select(teacher => teacher.Folder).FirstOrDefault(folder => folder is not null)
        ?? modelFolder;

    private ITokenizer Tokenizer(string? modelFolder)
    {
        string folder = TokenizerFolder(modelFolder) ?? throw new ConfigurationException(
            $"{_path}.tokenizer.vocabulary is missing: without the folder of a teacher or a model, name one with a tokenizer.json or a "
                + "vocab.txt.");
        ITokenizer tokenizer = Tokenizers.FromFolder(folder, _recipe.Tokenizer.Lowercase);
        foreach (string other in _recipe.AllTeachers().Select(teacher => teacher.Folder).Append(modelFolder).OfType<string>())
            VocabularyCheck.Same(tokenizer, folder, other);
        return tokenizer;
    }
}
