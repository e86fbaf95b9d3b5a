using TextBrewer.Configuration;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Running;

/// <summary>A saved model with its tokenizer, for <c>evaluate</c> and <c>predict</c>.</summary>
public sealed class ModelFolder : IDisposable
{
    private readonly FolderModel _alone;

    /// <summary>Loads a Hugging Face folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="task">The kind of task; null: what the folder's <c>architectures</c> say.</param>
    /// <param name="tokenizer">How texts become tokens; what is not set is as the folder's textbrewer.json says, else as the kind has it.</param>
    public ModelFolder(string folder, string? task = null, RecipeTokenizer? tokenizer = null)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no model folder '{folder}'.");
        RecipeTokenizer settings = tokenizer ?? new RecipeTokenizer();
        ConfigurationException.ThrowIfAny([.. RecipeRules.Tokenizer(settings, "tokenizer")]);
        TaskFile? saved = TaskFile.Load(folder);
        EncoderConfig found = EncoderConfig.FromFile(Path.Combine(folder, "config.json"));
        Kind = task is not null ? TaskKinds.Get(task) : saved is not null ? TaskKinds.Get(saved.Task) : TaskKinds.Of(found);
        TaskKinds.Check(Kind, found, folder);
        Model = PretrainedFolder.Load(folder, config => Kind.Head(config, 0)).Model;
        _alone = new FolderModel(Model);
        try
        {
            WordPieceTokenizer pieces = WordPieceTokenizer.FromFolder(settings.Vocabulary ?? folder);
            TaskSettings defaults = new(pieces, Kind.Labels is null ? [] : Model.Config.Labels, Math.Min(settings.MaxLength ?? saved?.MaxLength ?? Kind.DefaultLength, Model.Config.Positions));
            Task = Kind.Make(settings.Apply(saved is null ? defaults : defaults with
            {
                Stride = saved.Stride ?? defaults.Stride,
                MaxQuestionLength = saved.MaxQuestionLength ?? defaults.MaxQuestionLength,
                MaxAnswerLength = saved.MaxAnswerLength ?? defaults.MaxAnswerLength,
            }));
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    /// <summary>The kind of task.</summary>
    public TaskKind Kind { get; }

    /// <summary>The task.</summary>
    public TextTask Task { get; }

    /// <summary>The model.</summary>
    public TaskModel Model { get; }

    /// <summary>Reads a file as this model sees it, and says what was odd about it.</summary>
    public TaskData Read(RecipeTable table, Action<string>? say = null)
    {
        (TaskData data, ReadReport report) = Task.Read(table);
        if (report.Oddities.Count > 0) say?.Invoke($"{Path.GetFileName(table.Path)}: {report}");
        return data;
    }

    /// <summary>How good the model is on a file.</summary>
    public TaskScore Evaluate(TaskData data) => Evaluation.Score(_alone, Task, data);

    /// <summary>Metrics, size and latency.</summary>
    public ModelResult Measure(TaskData data) => Evaluation.Measure(_alone, Task, new(data));

    /// <summary>What the model decides, example by example.</summary>
    public IReadOnlyList<string> Decide(TaskData data) => data.Decisions(Outputs(data.Inputs));

    /// <summary>Disposes the model.</summary>
    public void Dispose() => Model.Dispose();

    internal IReadOnlyList<float[][]> Outputs(IReadOnlyList<EncodedText> inputs) => Evaluation.Outputs(_alone, Task, inputs);
}
