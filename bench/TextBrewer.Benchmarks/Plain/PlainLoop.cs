using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Heads;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Benchmarks.Plain;

/// <summary>
/// The loop that a user of PyTorch runs today: TextBrewer's operations one for one, explicit attention, everything returned, torch's own
/// AdamW, the norm of each gradient, every loss read back.
/// </summary>
internal sealed class PlainLoop : IDisposable
{
    private readonly StepShape _shape;
    private readonly PlainModel _teacher, _student;
    private readonly ModuleList<Linear> _projections;
    private readonly AdamW _optimizer;

    /// <summary>A loop over copies of our models' weights.</summary>
    /// <param name="shape">What is distilled.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="student">The student.</param>
    /// <param name="frees">
    /// Whether tensors go as soon as nobody needs them, as in Python; else a step holds all of its own until it ends, as TorchSharp does
    /// where one scope stands around the step.
    /// </param>
    internal PlainLoop(StepShape shape, SequenceClassifier teacher, SequenceClassifier student, bool frees)
    {
        (_shape, _teacher, _student) = (shape, new PlainModel(teacher, frees), new PlainModel(student, frees));
        _teacher.eval();
        _student.train();
        // TextBrewer's projections of a student's hidden states to its teacher's width, where the two differ.
        (int from, int to) = (shape.Student.HiddenSize, shape.Teacher.HiddenSize);
        _projections = nn.ModuleList([.. shape.Layers.Where(_ => from != to).Select(_ => nn.Linear(from, to))]);
        _optimizer = optim.AdamW(
            [.. _student.parameters(), .. _projections.parameters()], StepShape.LearningRate, weight_decay: StepShape.WeightDecay);
    }

    /// <summary>One step.</summary>
    /// <returns>The losses by TextBrewer's names.</returns>
    internal Dictionary<string, double> Step(StepBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        PlainOutput student = _student.call(batch.Ids, batch.Mask, batch.Types);
        PlainOutput teacher;
        using (no_grad()) teacher = _teacher.call(batch.Ids, batch.Mask, batch.Types);

        Dictionary<string, Tensor> losses = new()
        {
            ["unweighted_kd_loss"] = PlainLosses.KdCe(student.Logits, teacher.Logits, _shape.Temperature),
        };
        foreach ((int place, (int t, int s)) in _shape.Layers.Index())
        {
            (Tensor T, Tensor S) = (teacher.Hidden[t], student.Hidden[s]);
            Tensor projected = _projections.Count > 0 ? _projections[place].call(S) : S; // (batch, length, the teacher's width)
            losses[$"unweighted_hidden_hidden_mse_{s}_{t}"] = PlainLosses.HiddenMse(projected, T, batch.Mask);
            losses[$"unweighted_hidden_mmd_{s}-{s}_{t}-{t}"] = PlainLosses.Mmd((S, S), (T, T), batch.Mask);
        }
        Tensor total = losses.Values.Aggregate((a, b) => a + b);
        total.backward();
        nn.utils.clip_grad_norm_(_student.parameters(), StepShape.MaxGradNorm);
        _optimizer.step();
        _optimizer.zero_grad();

        Dictionary<string, double> values = losses.ToDictionary(loss => loss.Key, loss => (double)loss.Value.cpu().item<float>());
        values["total_loss"] = total.cpu().item<float>();
        return values;
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _teacher.Dispose();
        _student.Dispose();
        _projections.Dispose();
    }
}
