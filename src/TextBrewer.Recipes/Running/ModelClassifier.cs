using TextBrewer.Configuration;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Teachers;
using TorchSharp;

namespace TextBrewer.Recipes.Running;

/// <summary>One of our models.</summary>
/// <param name="model">The model, which it owns.</param>
public sealed class ModelClassifier(SequenceClassifier model) : ITextClassifier
{
    /// <summary>The model.</summary>
    public SequenceClassifier Model => model;

    /// <inheritdoc/>
    public IReadOnlyList<string>? Labels => model.Config.Labels;

    /// <inheritdoc/>
    public int? Positions => model.Config.MaxPositionEmbeddings;

    /// <inheritdoc/>
    public long? Parameters => ModelSize.Parameters(model);

    /// <inheritdoc/>
    public long Bytes => ModelSize.Bytes(model);

    /// <inheritdoc/>
    public torch.Tensor Logits(TextBatch batch)
    {
        bool training = model.training;
        if (training) model.eval();
        try
        {
            return model.Forward(batch.Ids, batch.Mask, batch.Types).Logits; // (batch, labels)
        }
        finally
        {
            if (training) model.train();
        }
    }

    /// <inheritdoc/>
    public ITeacher<TextBatch> AsTeacher(DistillationConfig distillation) => new ModelTeacher<TextBatch>(ClassificationTask.Adapt(model, distillation));

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
