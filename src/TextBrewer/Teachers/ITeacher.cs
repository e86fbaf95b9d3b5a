using TextBrewer.Adaptors;

namespace TextBrewer.Teachers;

/// <summary>Answers a batch with the signals to imitate; it owns evaluation mode and runs without gradients.</summary>
public interface ITeacher<in TBatch>
{
    /// <summary>The signals of a batch, without gradient.</summary>
    Signals Teach(TBatch batch);
}
