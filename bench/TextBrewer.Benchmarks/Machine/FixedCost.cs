using System.Diagnostics;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Machine;

/// <summary>
/// What a step costs where there is nothing to compute: the same layers, losses and optimizer on one text of two tokens, a number a head
/// wide.
/// </summary>
/// <param name="Operators">Tensors that a step makes from C#; backward is not counted, its time is in the cost of the others.</param>
/// <param name="Step">Seconds of a step.</param>
/// <param name="TeacherOperators">Tensors that the teacher's forward makes.</param>
/// <param name="Teacher">Seconds of the teacher's forward.</param>
internal sealed record FixedCost(double Operators, double Step, double TeacherOperators, double Teacher)
{
    private const int Steps = 60;

    /// <summary>Measures: the best of some steps.</summary>
    internal static FixedCost Of(StepShape shape)
    {
        StepShape empty = shape with { Teacher = Empty(shape.Teacher), Student = Empty(shape.Student), Batch = 1, Length = 2 };
        using ShapeRun run = new(empty);
        run.Steps(Steps);
        long first = 0, last = 0;
        double step = run.Steps(Steps, after: count =>
        {
            last = Made();
            if (count == 1) first = last;
        }).Min() / 1e3;
        (double operators, double seconds) = Forward(empty);
        return new FixedCost((double)(last - first) / (Steps - 1), step, operators, seconds);
    }

    private static (double Operators, double Seconds) Forward(StepShape empty)
    {
        using SequenceClassifier teacher = new(empty.Teacher, seed: 1);
        using StepBatch batch = empty.RandomBatch();
        using var noGrad = no_grad();
        teacher.eval();
        EncoderOutputs wanted = empty.Layers.Count > 0 ? EncoderOutputs.HiddenStates : EncoderOutputs.None;
        long made = 0;
        double best = Enumerable.Range(0, 2 * Steps).Min(_ =>
        {
            long before = Made(), start = Stopwatch.GetTimestamp();
            using (NewDisposeScope()) teacher.Forward(batch.Ids, batch.Mask, batch.Types, wanted);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            made = Made() - before;
            return seconds;
        });
        return (made, best);
    }

    private static EncoderConfig Empty(EncoderConfig config) => config with
    {
        HiddenSize = config.NumAttentionHeads,
        IntermediateSize = config.NumAttentionHeads,
        VocabSize = 8,
    };

    private static long Made() =>
        DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;
}
