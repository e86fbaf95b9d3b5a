using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Metrics;
using TextBrewer.Text.Reading;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Recipes.Running;

/// <summary>A saved classifier with its tokenizer, for <c>evaluate</c> and <c>predict</c>.</summary>
public sealed class ClassifierFolder : IDisposable
{
    private readonly ClassificationTask _task;
    private readonly ModelClassifier _alone;

    /// <summary>Loads a Hugging Face folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="maxLength">The longest sequence of tokens.</param>
    public ClassifierFolder(string folder, int maxLength = 128)
    {
        Model = PretrainedFolder.LoadClassifier(folder).Model;
        _alone = new ModelClassifier(Model);
        try
        {
            _task = new ClassificationTask(WordPieceTokenizer.FromFolder(folder), new LabelSet(Model.Config.Labels), Math.Min(maxLength, Model.Config.MaxPositionEmbeddings));
        }
        catch
        {
            Model.Dispose();
            throw;
        }
    }

    /// <summary>The model.</summary>
    public SequenceClassifier Model { get; }

    /// <summary>Reads the texts of a file as this model sees them, and says what was odd about it.</summary>
    public IReadOnlyList<EncodedText> Read(string path, TableOptions options, Action<string>? say = null)
    {
        (IReadOnlyList<TextExample> examples, ReadReport report) = TableReader.Read(path, options);
        if (report.Oddities.Count > 0) say?.Invoke($"{Path.GetFileName(path)}: {report}");
        return _task.Encode(examples, path);
    }

    /// <summary>Metrics over texts.</summary>
    public ClassificationMetrics Evaluate(IReadOnlyList<EncodedText> texts) => Evaluation.Score(texts, Predict(texts), _task.Labels.Names.Count);

    /// <summary>Metrics over texts, size and latency.</summary>
    public ModelResult Measure(IReadOnlyList<EncodedText> texts) => Evaluation.Measure(_alone, _task, new(texts));

    /// <summary>The most probable label of each text, as its index.</summary>
    public int[] Predict(IReadOnlyList<EncodedText> texts) => Evaluation.Predict(_alone, _task, texts);

    /// <summary>The probabilities of every label, for each text or pair.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, float>> Predict(IReadOnlyList<(string Text, string? Pair)> texts) =>
    [
        .. Evaluation.Probabilities(_alone, _task, [.. texts.Select(t => _task.Encode(t.Text, t.Pair, -1))])
            .Select(p => p.Select((value, i) => (Label: _task.Labels.Names[i], value)).ToDictionary(x => x.Label, x => x.value)),
    ];

    /// <summary>Disposes the model.</summary>
    public void Dispose() => Model.Dispose();
}
