using TextBrewer.Adaptors;
using TextBrewer.Data;

namespace TextBrewer.Teachers;

/// <summary>Says what a student is to imitate; it owns evaluation mode and runs without gradients.</summary>
public interface ITeacher<TBatch>
{
    /// <summary>The signals of a batch, without gradient; their tensors belong to the caller's dispose scope.</summary>
    Signals Teach(Batch<TBatch> batch);
}
