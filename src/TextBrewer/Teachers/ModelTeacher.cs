using TextBrewer.Adaptors;
using TorchSharp;

namespace TextBrewer.Teachers;

/// <summary>A single model as the teacher.</summary>
public sealed class ModelTeacher<TBatch>(AdaptedModel<TBatch> model) : ITeacher<TBatch>
{
    /// <inheritdoc/>
    public Signals Teach(TBatch batch)
    {
        // The caller may have put it, or a part of it, into training mode: dropout on the teacher's side is one of TextBrewer's defects.
        model.Module.eval();
        using var _ = torch.no_grad();
        return model.Call(batch);
    }
}
