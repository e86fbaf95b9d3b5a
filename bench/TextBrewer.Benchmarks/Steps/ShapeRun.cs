using TextBrewer.Models.Heads;

namespace TextBrewer.Benchmarks.Steps;

/// <summary>Our engine in float32 on a shape: models with random weights and batches of random tokens, which it owns.</summary>
internal sealed class ShapeRun : IDisposable
{
    private readonly (SequenceClassifier Teacher, SequenceClassifier Student) _models;
    private readonly StepBatch[] _batches;
    private readonly EngineRun _engine;

    /// <param name="shape">What is distilled.</param>
    /// <param name="batches">How many batches come in turn.</param>
    /// <param name="checkpointing">Whether the student's layers are computed anew for their gradients.</param>
    internal ShapeRun(StepShape shape, int batches = 1, bool checkpointing = false)
    {
        _models = shape.Models();
        _models.Student.Encoder.GradientCheckpointing = checkpointing;
        _batches = [.. Enumerable.Range(0, batches).Select(_ => shape.RandomBatch())];
        _engine = new EngineRun(shape, _models.Teacher, _models.Student, StepBatch.Source(_batches));
    }

    /// <summary>Takes steps, after one that is not counted.</summary>
    /// <param name="count">How many.</param>
    /// <param name="after">Told after each how many there were, outside of what is timed; null: nobody is.</param>
    /// <returns>What each took in milliseconds.</returns>
    internal double[] Steps(int count, Action<int>? after = null) => _engine.Steps(count, after);

    public void Dispose()
    {
        _engine.Dispose();
        foreach (StepBatch batch in _batches) batch.Dispose();
        _models.Teacher.Dispose();
        _models.Student.Dispose();
    }
}
