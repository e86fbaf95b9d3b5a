using TextBrewer.Configuration;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Recipes.Running;

/// <summary>What a recipe names, read and checked: models, tokenizer, labels, encoded data. Nothing is written before all of it is there.</summary>
internal sealed class RunContext : IDisposable
{
    internal RunContext(Recipe recipe, RunHost host)
    {
        (Recipe, Host, Training) = (recipe, host, recipe.Training.TrainingConfig);
        try
        {
            RecipeTable table = recipe.Data.Train;
            IReadOnlyList<TextExample> train = Read(table, table);
            if (recipe.Teacher is { Folder: { } folder }) Teacher = PretrainedFolder.LoadClassifier(folder).Model;
            LabelSet labels = new(recipe.Labels ?? Teacher?.Config.Labels ?? LabelSet.Of(train, table.Path).Names);
            if (Teacher is not null && labels.Names.Count != Teacher.Config.NumLabels)
                throw new ConfigurationException($"The task has {labels.Names.Count} labels ({string.Join(", ", labels.Names)}) and the teacher {Teacher.Config.NumLabels}: they must be the same.");

            Task = new ClassificationTask(Tokenizer(), labels, MaxLength());
            Labelled = Task.Encode(train, table.Path);
            Extra = [.. recipe.Data.Extra.SelectMany(extra => Task.Encode(Read(extra, table, extra.Labelled), extra.Path))];
            Dev = recipe.Data.Dev?.Select(dev => Task.Encode(Read(dev, table), dev.Path));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal Recipe Recipe { get; }

    internal RunHost Host { get; }

    internal TrainingConfig Training { get; }

    internal SequenceClassifier? Teacher { get; }

    internal ClassificationTask Task { get; }

    /// <summary>The training data.</summary>
    internal IReadOnlyList<EncodedText> Labelled { get; }

    /// <summary>The texts of <c>data.extra</c>.</summary>
    internal IReadOnlyList<EncodedText> Extra { get; }

    /// <summary>The dev sets; null: there is none.</summary>
    internal SingleOrNamed<IReadOnlyList<EncodedText>>? Dev { get; }

    /// <summary>All dev sets together.</summary>
    internal IReadOnlyList<EncodedText> AllDev => [.. Dev?.Items.SelectMany(d => d.Value) ?? []];

    /// <summary>Makes the model that is trained, as it starts; the same recipe gives the same weights.</summary>
    internal SequenceClassifier Build(RecipeModel recipe)
    {
        SequenceClassifier model = Make(recipe);
        int positions = model.Config.MaxPositionEmbeddings;
        if (Task.MaxLength <= positions) return model;
        model.Dispose();
        throw new ConfigurationException($"Sequences may be {Task.MaxLength} tokens long, and the model has {positions} positions: set $.tokenizer.max_length to {positions} or less.");
    }

    private SequenceClassifier Make(RecipeModel model)
    {
        IReadOnlyList<string> labels = Task.Labels.Names;
        if (model.Folder is not null)
        {
            (SequenceClassifier loaded, LoadReport report) = PretrainedFolder.LoadClassifier(model.Folder, labels, Training.Seed);
            if (report.Missing.Count + report.Unexpected.Count + report.Misshapen.Count > 0) Host.Say($"{model.Folder}: {report} What is missing or misshapen starts at random.");
            return loaded;
        }
        // A student shares its teacher's vocabulary; a model without a teacher has the tokenizer's.
        BertConfig start = Teacher?.Config ?? new BertConfig { VocabSize = Task.Tokenizer.Vocabulary.Count, PadTokenId = Task.Tokenizer.Vocabulary.PadId };
        BertConfig config = (model.Preset is not null ? StudentShapes.Apply(model.Preset, start) : ModelConfig.Merge(start, model.Config!)).WithLabels(labels);
        SequenceClassifier student = new(config, Training.Seed);
        try
        {
            if (ModelConfig.Layers(model.Initialize, Teacher?.Config.NumHiddenLayers ?? 0, config.NumHiddenLayers) is { } layers)
            {
                if (Teacher is null) throw new ConfigurationException("\"initialize\" takes layers from a teacher, and this recipe has none: use \"random\".");
                LayerInitialization.Copy(Teacher, student, layers);
            }
            return student;
        }
        catch
        {
            student.Dispose();
            throw;
        }
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
        Host.Say($"{Path.GetFileName(table.Path)}: {report}");
        return examples;
    }

    /// <summary>The recipe's longest sequence, which every model must have positions for; else 128 or what the teacher has.</summary>
    private int MaxLength()
    {
        int? positions = Teacher?.Config.MaxPositionEmbeddings;
        if (Recipe.Tokenizer.MaxLength is not int length) return Math.Min(128, positions ?? 128);
        return length <= (positions ?? length)
            ? length
            : throw new ConfigurationException($"$.tokenizer.max_length is {length}, and the teacher has {positions} positions: set it to {positions} or less.");
    }

    private WordPieceTokenizer Tokenizer()
    {
        string folder = Recipe.Tokenizer.Vocabulary ?? Recipe.Teacher?.Folder ?? Recipe.Model?.Folder
            ?? throw new ConfigurationException("$.tokenizer.vocabulary is missing: without a teacher or a model folder, name a folder with a vocab.txt.");
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFolder(folder);
        return Recipe.Tokenizer.Lowercase is bool lowercase ? new WordPieceTokenizer(tokenizer.Vocabulary, tokenizer.Options with { Lowercase = lowercase }) : tokenizer;
    }
}
