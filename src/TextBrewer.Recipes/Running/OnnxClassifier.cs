using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.Running;

/// <summary>An ONNX file with the inputs that Optimum names (<c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c>, those of them that it has) and logits as <c>logits</c> or its first output.</summary>
public sealed class OnnxClassifier : ITextClassifier
{
    private readonly string _path;
    private readonly OnnxModel _model;
    private readonly string _logits;

    /// <summary>Loads the file.</summary>
    public OnnxClassifier(string path)
    {
        (_path, _model) = (path, OnnxModel.Load(path));
        _logits = _model.OutputNames.Contains("logits") ? "logits" : _model.OutputNames[0];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => null;

    /// <inheritdoc/>
    public int? Positions => null;

    /// <inheritdoc/>
    public long? Parameters => null;

    /// <inheritdoc/>
    public long Bytes => new FileInfo(_path).Length;

    /// <inheritdoc/>
    public torch.Tensor Logits(TextBatch batch) => _model.Run(_model.InputNames.ToDictionary(name => name, batch.Input))[_logits]; // (batch, labels)

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(DistillationConfig distillation) =>
        new PrecomputedTeacher<TextBatch>(batch => new Signals { Logits = Logits(batch), InputsMask = batch.Mask });

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
