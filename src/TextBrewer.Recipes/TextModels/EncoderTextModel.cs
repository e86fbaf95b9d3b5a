using System.IO.Hashing;
using System.Text;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.TextModels;

/// <summary>One of our models, as Hugging Face folders hold them.</summary>
/// <param name="model">The model, which it owns.</param>
/// <param name="hasHead">Whether its head is one that was trained.</param>
internal sealed class EncoderTextModel(TaskModel model, bool hasHead = true) : ITextModel
{
    /// <summary>The model.</summary>
    public TaskModel Model => model;

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => model.Config.Labels;

    /// <inheritdoc/>
    public int? Positions => model.Config.Positions;

    /// <inheritdoc/>
    public long? Parameters => ModelSize.Parameters(model);

    /// <inheritdoc/>
    public long Bytes => ModelSize.Bytes(model);

    /// <inheritdoc/>
    public bool HasLogits => hasHead;

    /// <inheritdoc/>
    public int? Layers => model.Config.NumHiddenLayers;

    /// <inheritdoc/>
    TaskModel? ITextModel.Network => model;

    /// <inheritdoc/>
    public TeacherFingerprint Fingerprint() =>
        TeacherFingerprint.OfModule(model).With(
            "config " + Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(model.Config.ToJson()))));

    /// <inheritdoc/>
    public IReadOnlyList<torch.Tensor> Logits(TextBatch batch)
    {
        bool training = model.training;
        if (training) model.eval();
        try
        {
            batch.MoveTo(model.parameters().First().device);
            return batch.Run(model).All;
        }
        finally
        {
            if (training) model.train();
        }
    }

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(TextTask task, DistillationConfig distillation) =>
        new ModelTeacher<TextBatch>(task.AdaptTeacher(model, distillation));

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
