using TextBrewer.Adaptors;
using TextBrewer.Data;
using TorchSharp;

namespace TextBrewer.Teachers;

/// <summary>A single model as the teacher.</summary>
public sealed class ModelTeacher<TBatch>(AdaptedModel<TBatch> model) : ITeacher<TBatch>
{
    /// <summary>The model, for what looks into it.</summary>
    internal AdaptedModel<TBatch> Model => model;

    /// <inheritdoc/>
    public Signals Teach(Batch<TBatch> batch)
    {
        // The caller may have put it, or a part of it, into training mode: dropout on the teacher's side is one of TextBrewer's defects.
        model.Module.eval();
        using var _ = torch.no_grad();
        return model.Call(batch.Content);
    }
}
