using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.TextModels;

/// <summary>A TorchScript file whose first outputs are the logits: one, or those of starts and of ends.</summary>
internal sealed class TorchScriptTextModel : ITextModel
{
    private readonly string _path;
    private readonly IReadOnlyList<string> _inputs;
    private readonly int _outputs;
    private readonly TorchScriptModel _model;

    /// <summary>Loads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">The arguments of its <c>forward</c>, in order; null: <c>input_ids</c> and <c>attention_mask</c>.</param>
    /// <param name="outputs">How many tensors of logits the task needs.</param>
    public TorchScriptTextModel(string path, IReadOnlyList<string>? inputs, int outputs) =>
        (_path, _inputs, _outputs, _model) = (path, inputs ?? ["input_ids", "attention_mask"], outputs, TorchScriptModel.Load(path));

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => null;

    /// <inheritdoc/>
    public int? Positions => null;

    /// <inheritdoc/>
    public long? Parameters => ModelSize.Parameters(_model.Module);

    /// <inheritdoc/>
    public long Bytes => new FileInfo(_path).Length;

    /// <inheritdoc/>
    public TeacherFingerprint Fingerprint() => TeacherFingerprint.OfFiles(_path).With([.. _inputs]);

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Logits(TextBatch batch)
    {
        IReadOnlyList<torch.Tensor> outputs = _model.Call([.. _inputs.Select(batch.Input)]);
        return outputs.Count >= _outputs
            ? batch.AskedFor([.. outputs.Take(_outputs)])
            : throw new ConfigurationException($"'{_path}' gives {outputs.Count} outputs, and the task needs {_outputs}.");
    }

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation) =>
        new ModelTeacher<TextBatch>(new AdaptedModel<TextBatch>(_model.Module, batch => task.ToSignals(batch, Logits(batch))));

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}
