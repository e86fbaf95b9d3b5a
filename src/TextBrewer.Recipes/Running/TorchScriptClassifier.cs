using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.Running;

/// <summary>A TorchScript file whose first output is the logits.</summary>
public sealed class TorchScriptClassifier : ITextClassifier
{
    private readonly string _path;
    private readonly IReadOnlyList<string> _inputs;
    private readonly TorchScriptModel _model;

    /// <summary>Loads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">The arguments of its <c>forward</c>, in order; null: <c>input_ids</c> and <c>attention_mask</c>.</param>
    public TorchScriptClassifier(string path, IReadOnlyList<string>? inputs) =>
        (_path, _inputs, _model) = (path, inputs ?? ["input_ids", "attention_mask"], TorchScriptModel.Load(path));

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => null;

    /// <inheritdoc/>
    public int? Positions => null;

    /// <inheritdoc/>
    public long? Parameters => ModelSize.Parameters(_model.Module);

    /// <inheritdoc/>
    public long Bytes => new FileInfo(_path).Length;

    /// <inheritdoc/>
    public torch.Tensor Logits(TextBatch batch) => _model.Call([.. _inputs.Select(batch.Input)])[0]; // (batch, labels)

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(DistillationConfig distillation) =>
        new ModelTeacher<TextBatch>(new AdaptedModel<TextBatch>(_model.Module, batch => new Signals { Logits = Logits(batch), InputsMask = batch.Mask }));

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
