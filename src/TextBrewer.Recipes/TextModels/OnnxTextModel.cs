using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TextBrewer.Text.Files;
using TorchSharp;

namespace TextBrewer.Recipes.TextModels;

/// <summary>
/// An ONNX file with the inputs that Optimum names (<c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c>, those of them that it
/// has) and the outputs that Optimum names (<c>logits</c>; <c>start_logits</c>, <c>end_logits</c>), or its first outputs in their order.
/// </summary>
internal sealed class OnnxTextModel : ITextModel
{
    private readonly string _path;
    private readonly OnnxModel _model;
    private readonly IReadOnlyList<string> _outputs;
    private readonly bool _isInt8;

    // Of logits over a vocabulary: a quarter of a gigabyte.
    private const int MostValues = 1 << 26;

    /// <summary>Loads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="outputs">The names of the outputs that the task needs, as Optimum has them.</param>
    /// <param name="isInt8">Whether it is one that measures its values over all that it reads together: each text is then read alone, so
    /// that its answer is its own.</param>
    /// <exception cref="ConfigurationException">It has too few outputs.</exception>
    public OnnxTextModel(string path, IReadOnlyList<string> outputs, bool isInt8 = false)
    {
        (_path, _isInt8) = (path, isInt8);
        _model = OnnxModel.Load(path);
        _outputs = outputs.All(_model.OutputNames.Contains) ? outputs : [.. _model.OutputNames.Take(outputs.Count)];
        if (_outputs.Count == outputs.Count) return;
        _model.Dispose();
        throw new ConfigurationException($"'{path}' has {_outputs.Count} outputs, and the task needs {string.Join(", ", outputs)}.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => null;

    /// <inheritdoc/>
    public int? Positions => null;

    /// <inheritdoc/>
    public long? Parameters => null;

    /// <inheritdoc/>
    public long Bytes => _model.Bytes;

    /// <inheritdoc/>
    public int BatchTokens => _isInt8 ? 1 : Math.Clamp(MostValues / Math.Max(1, LogitsShape is [_, _, int values] ? values : 1), 1, 8192);

    /// <summary>The SHA-256 of the weights that the file was made of; null: it does not say.</summary>
    internal string? Source => _model.Metadata(ModelSource.Key);

    /// <summary>The sizes of the logits, −1 where they are free; none: the file leaves them open.</summary>
    internal IReadOnlyList<int> LogitsShape => _model.Shape(_outputs[0]);

    /// <summary>Of the file and of the weights beside it, where there are some.</summary>
    public TeacherFingerprint Fingerprint()
    {
        string weights = _path + ".data";
        return TeacherFingerprint.OfFiles(File.Exists(weights) ? [_path, weights] : [_path]).With([.. _outputs]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Logits(TextBatch batch) => batch.AskedFor(Logits(batch.Input));

    /// <summary>The raw logits of inputs that are found by name.</summary>
    internal IReadOnlyList<torch.Tensor> Logits(Func<string, torch.Tensor> input)
    {
        IReadOnlyDictionary<string, torch.Tensor> outputs = _model.Run(_model.InputNames.ToDictionary(name => name, input));
        return [.. _outputs.Select(name => outputs[name])];
    }

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation) =>
        new PrecomputedTeacher<TextBatch>(batch => task.ToSignals(batch, Logits(batch)));

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
