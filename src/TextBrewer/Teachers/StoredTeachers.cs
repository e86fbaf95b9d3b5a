using TextBrewer.Data;

namespace TextBrewer.Teachers;

/// <summary>The stored teachers of a run, freed together at its end.</summary>
internal sealed class StoredTeachers : IDisposable
{
    private readonly List<IDisposable> _stored = [];

    /// <summary>A teacher that is asked about each example once; of an ensemble, each of its teachers.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="batches">The batches that it will be asked about.</param>
    /// <param name="postprocessor">Changes a batch before the teacher sees it; null: nothing does.</param>
    /// <param name="isResumed">Whether the run goes on with one that had asked already.</param>
    internal ITeacher<TBatch> Of<TBatch>(
        ITeacher<TBatch> teacher,
        IBatchSource<TBatch> batches,
        Func<TBatch, TBatch>? postprocessor,
        bool isResumed)
    {
        return teacher is EnsembleTeacher<TBatch> several ? several.Select((one, _) => Stored(one)) : Stored(teacher);

        StoredTeacher<TBatch> Stored(ITeacher<TBatch> one)
        {
            StoredTeacher<TBatch> stored = StoredTeacher<TBatch>.InMemory(one);
            _stored.Add(stored);
            if (isResumed) stored.Fill(batches.Epoch(0), postprocessor);
            return stored;
        }
    }

    /// <summary>Frees what is kept.</summary>
    public void Dispose()
    {
        foreach (IDisposable teacher in _stored) teacher.Dispose();
    }
}
