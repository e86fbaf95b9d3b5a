using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tasks;
using TextBrewer.Text.Tokenizing;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Recipes.Evaluating;

/// <summary>A saved model with its tokenizer, for <c>evaluate</c> and <c>predict</c>.</summary>
public sealed class LoadedModel : IDisposable
{
    private readonly string _folder;

    /// <summary>Loads a model's folder: its weights or, where there are none, its float32 ONNX file.</summary>
    /// <param name="folder">The folder; its <c>onnx</c> means the ONNX file, whatever else is there.</param>
    /// <param name="task">The kind of task; null: what the folder's <c>architectures</c> say.</param>
    /// <param name="tokenizer">How texts become tokens; what is not set is as the folder's textbrewer.json says, else as the kind has
    /// it.</param>
    /// <param name="int8">Whether the folder's int8 model is meant.</param>
    public LoadedModel(string folder, string? task = null, RecipeTokenizer? tokenizer = null, bool int8 = false)
    {
        ModelFolder parts = new(NamedModel.Check(folder));
        folder = _folder = parts.Path;
        RecipeTokenizer settings = tokenizer ?? new RecipeTokenizer();
        ConfigurationException.ThrowIfAny([.. RuleAttribute.Problems(settings, "tokenizer")]);
        TaskFile? saved = TaskFile.Load(folder);
        Config = EncoderConfig.FromFile(Path.Combine(folder, ModelFiles.Config));
        Kind = task is not null ? TaskKinds.Get(task) : saved is not null ? TaskKinds.Get(saved.Task) : TaskKinds.Of(Config);
        TaskKinds.Check(Kind, Config, folder);
        string vocabulary = settings.Vocabulary ?? folder;
        ITokenizer pieces = Tokenizers.FromFolder(vocabulary);
        VocabularyCheck.Fits(pieces, vocabulary, Config);
        string onnx = int8 ? parts.OnnxInt8 : parts.Onnx;
        if (int8 && !File.Exists(onnx)) throw new FileNotFoundException($"There is no '{onnx}': export the model with --int8.", onnx);
        if (int8 || parts.MeansOnnx(WeightsFolder.AreIn(folder))) Model = Checked(new OnnxTextModel(onnx, Kind.Outputs, int8), onnx, saved);
        else
        {
            Network = PretrainedFolder.Load(folder, config => Kind.Head(config, 0)).Model;
            Model = new EncoderTextModel(Network);
        }
        try
        {
            TaskSettings defaults = new(
                pieces,
                Kind.Labels is null ? [] : Config.Labels,
                Math.Min(settings.MaxLength ?? saved?.MaxLength ?? Kind.DefaultLength, Config.Positions));
            TaskSettings asSaved = saved is null ? defaults : defaults with
            {
                Stride = saved.Stride ?? defaults.Stride,
                MaxQuestionLength = saved.MaxQuestionLength ?? defaults.MaxQuestionLength,
                MaxAnswerLength = saved.MaxAnswerLength ?? defaults.MaxAnswerLength,
            };
            Task = Kind.Make(asSaved.With(settings));
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    /// <summary>The SHA-256 of the folder's weights.</summary>
    internal string SourceSha256 => field ??= SourceHash.Of(_folder);

    /// <summary>The kind of task.</summary>
    internal TaskKind Kind { get; }

    /// <summary>The task.</summary>
    internal TextTask Task { get; }

    /// <summary>The model's configuration.</summary>
    public EncoderConfig Config { get; }

    /// <summary>The model.</summary>
    internal ITextModel Model { get; }

    /// <summary>The model as a module with weights to train or to export; null: it is an ONNX file.</summary>
    internal TaskModel? Network { get; }

    /// <summary>Reads a data file for this model's task; rows that had to be left out or mended are said.</summary>
    public TaskData Read(RecipeTable table, Action<string>? say = null, CancellationToken cancellationToken = default)
    {
        string name = $"'{Path.GetFileName(table.Path)}': ";
        ConfigurationException.ThrowIfAny(
            [.. Kind.Misplaced(table, name), .. RuleAttribute.Problems(table, "$").Select(problem => name + problem[2..])]);
        (TaskData data, ReadReport report) = Task.Read(table, cancellationToken: cancellationToken);
        if (report.Warnings.Count > 0) say?.Invoke($"{Path.GetFileName(table.Path)}: {report}");
        return data;
    }

    /// <summary>The model's metrics on a data file, and how many examples it gets right.</summary>
    public TaskScore Evaluate(TaskData data, ICollective? collective = null, CancellationToken cancellationToken = default) =>
        Evaluation.Score(Model, Task, data, collective, cancellationToken);

    /// <summary>What the model says about each example of a data file.</summary>
    public EvaluationDetails Examine(TaskData data, ICollective? collective = null, CancellationToken cancellationToken = default) =>
        new(Kind.Name, data, Evaluation.Outputs(Model, Task, data.Inputs, collective, cancellationToken));

    /// <summary>The model's metrics on a data file, its size, and its latency for one text.</summary>
    public ModelResult Measure(TaskData data, CancellationToken cancellationToken = default) =>
        Evaluation.Measure(Model, Task, new(data), cancellationToken);

    /// <summary>What the model decides, example by example.</summary>
    public IReadOnlyList<string> Decide(TaskData data, CancellationToken cancellationToken = default) =>
        data.Decisions(Outputs(data.Inputs, cancellationToken));

    /// <summary>Disposes the model.</summary>
    public void Dispose() => Model.Dispose();

    /// <summary>An ONNX file is the folder's: made of its weights, with a logit for each of its labels.</summary>
    private OnnxTextModel Checked(OnnxTextModel model, string path, TaskFile? saved)
    {
        try
        {
            ModelSource.Check(path, model.Source, saved?.SourceSha256);
            if (Kind.Labels is not null && model.LogitsShape is [.., >= 0 and int logits] && logits != Config.NumLabels)
                throw new InvalidDataException($"'{path}' gives {logits} logits, and its config.json names {Config.NumLabels} labels: they "
                    + "are of two models. Export the model again.");
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    internal IReadOnlyList<float[][]> Outputs(IReadOnlyList<EncodedText> inputs, CancellationToken cancellationToken = default) =>
        Evaluation.Outputs(Model, Task, inputs, cancellationToken: cancellationToken);
}
