using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Running;

/// <summary>What a task of a recipe names, read and checked: teachers, tokenizer, labels, encoded data.</summary>
internal sealed class TaskContext : IDisposable
{
    private readonly RecipeTask _recipe;
    private readonly string _path;
    private readonly Action<string> _say;

    /// <param name="name">The task's name; empty where it stands alone.</param>
    /// <param name="recipe">The task.</param>
    /// <param name="modelFolder">The folder of the model that is trained, whose tokenizer serves where there is no teacher; null: none.</param>
    /// <param name="say">Takes sentences for a person.</param>
    internal TaskContext(string name, RecipeTask recipe, string? modelFolder, Action<string> say)
    {
        (Name, _recipe, _path, _say) = (name, recipe, name.Length == 0 ? "$" : $"$.tasks.{name}", say);
        List<ITextClassifier> teachers = [];
        try
        {
            RecipeTable table = recipe.Data.Train;
            IReadOnlyList<TextExample> train = Read(table, table);
            foreach (RecipeTeacher teacher in recipe.AllTeachers()) teachers.Add(TeacherFile.Load(teacher));
            FirstModel = (teachers is [ModelClassifier first, ..]) ? first.Model : null;
            Teacher = teachers.Count > 1 ? new ClassifierEnsemble(teachers, [.. recipe.AllTeachers().Select(t => t.Weight)]) : teachers is [var only] ? only : null;
            LabelSet labels = new(recipe.Labels ?? Teacher?.Labels ?? LabelSet.Of(train, table.Path).Names);
            foreach (IReadOnlyList<string> own in teachers.Select(teacher => teacher.Labels).OfType<IReadOnlyList<string>>())
                if (labels.Names.Count != own.Count)
                    throw new ConfigurationException($"The task has {labels.Names.Count} labels ({string.Join(", ", labels.Names)}) and a teacher has {own.Count}: they must be the same.");

            Task = new ClassificationTask(Tokenizer(modelFolder), labels, MaxLength());
            Labelled = Task.Encode(train, table.Path);
            Extra = [.. recipe.Data.Extra.SelectMany(extra => Task.Encode(Read(extra, table, extra.Labelled), extra.Path))];
            Dev = recipe.Data.Dev?.Select(dev => Task.Encode(Read(dev, table), dev.Path));
        }
        catch
        {
            foreach (ITextClassifier teacher in teachers) teacher.Dispose();
            throw;
        }
    }

    internal string Name { get; }

    /// <summary>The teacher, or several as one; null: there is none.</summary>
    internal ITextClassifier? Teacher { get; }

    /// <summary>The first teacher, where it is a model of ours: the one that a student can start from.</summary>
    internal SequenceClassifier? FirstModel { get; }

    internal ClassificationTask Task { get; }

    /// <summary>The training data.</summary>
    internal IReadOnlyList<EncodedText> Labelled { get; }

    /// <summary>The texts of <c>data.extra</c>.</summary>
    internal IReadOnlyList<EncodedText> Extra { get; }

    /// <summary>The dev sets; null: there is none.</summary>
    internal SingleOrNamed<IReadOnlyList<EncodedText>>? Dev { get; }

    /// <summary>The training data and, evenly between, the extra texts: with and without extra texts the batches of the training data are the same.</summary>
    internal IBatchSource<TextBatch> Batches(RunContext run, bool labelledOnly)
    {
        IBatchSource<TextBatch> batches = Of(Labelled);
        return Usable(Extra).Count == 0 ? batches : Data.Batches.Interleave(batches, Of(Extra));

        IBatchSource<TextBatch> Of(IReadOnlyList<EncodedText> texts) => Task.Batches(Usable(texts), run.Recipe.Training.BatchSize, run.Training.Seed);
        IReadOnlyList<EncodedText> Usable(IReadOnlyList<EncodedText> texts) => labelledOnly ? [.. texts.Where(t => t.Label >= 0)] : texts;
    }

    public void Dispose() => Teacher?.Dispose();

    private IReadOnlyList<TextExample> Read(RecipeTable table, RecipeTable train, bool labelled = true)
    {
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(table.Path, new TableOptions
        {
            Format = table.Kind ?? (ReferenceEquals(table, train) ? null : train.Kind),
            Text = table.Text ?? train.Text ?? "sentence",
            Pair = table.Pair ?? train.Pair,
            Label = labelled ? table.Label ?? train.Label ?? "label" : null,
            Header = table.Header ?? train.Header,
        });
        _say($"{Path.GetFileName(table.Path)}: {report}");
        return examples;
    }

    /// <summary>The recipe's longest sequence, which every model must have positions for; else 128 or what the teacher has.</summary>
    private int MaxLength()
    {
        int? positions = Teacher?.Positions;
        if (_recipe.Tokenizer.MaxLength is not int length) return Math.Min(128, positions ?? 128);
        return length <= (positions ?? length)
            ? length
            : throw new ConfigurationException($"{_path}.tokenizer.max_length is {length}, and the teacher has {positions} positions: set it to {positions} or less.");
    }

    private WordPieceTokenizer Tokenizer(string? modelFolder)
    {
        string folder = _recipe.Tokenizer.Vocabulary ?? _recipe.AllTeachers().Select(teacher => teacher.Folder).FirstOrDefault(f => f is not null) ?? modelFolder
            ?? throw new ConfigurationException($"{_path}.tokenizer.vocabulary is missing: without the folder of a teacher or a model, name one with a vocab.txt.");
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFolder(folder);
        return _recipe.Tokenizer.Lowercase is bool lowercase ? new WordPieceTokenizer(tokenizer.Vocabulary, tokenizer.Options with { Lowercase = lowercase }) : tokenizer;
    }
}
