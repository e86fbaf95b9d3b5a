using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Onnx.Teachers;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Teachers;

/// <summary>An ONNX file as the teacher of a TorchSharp student.</summary>
public sealed class OnnxTeacherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Student_of_an_onnx_teacher_comes_to_agree_with_it()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(5);
        using OnnxTeacher<Quiz> teacher = Teacher();
        using var layer = nn.Linear(4, 3);
        AdaptedModel<Quiz> student = Model.From(layer, (Quiz quiz) => layer.call(quiz.X)).With((_, y) => new Signals { Logits = y });
        Quiz[] batches = [.. Enumerable.Range(0, 4).Select(_ => Batch(8))];
        LossLog log = new();

        using GeneralDistiller<Quiz> distiller = new(
            new TrainingConfig { OutputDir = _folder["run"] }, new DistillationConfig
            {
                Temperature = 1,
                KdLossType = "mse"
            }, teacher, student);
        TrainingResult result = distiller.Train(Batches.Of(batches), new TrainingOptions<Quiz>
        {
            Epochs = 25,
            Optimizer = groups => new AdamW(groups, learningRate: 0.05, weightDecay: 0),
            Observers = [log],
        });

        Assert.Equal(TrainingStatus.Completed, result.Status);
        Assert.True(log.Losses[^1] < log.Losses[0] / 10, $"The loss went from {log.Losses[0]:R} to {log.Losses[^1]:R}.");
    }

    [Fact]
    public void Teach_outside_of_a_scope_leaves_the_tensors_of_its_signals_and_no_other()
    {
        OnnxTeacher<Quiz> teacher;
        Quiz batch;
        using (DisposeScope scope = NewDisposeScope())
        {
            (teacher, batch) = (Teacher(), Batch(8));
            scope.Detach(batch.X, batch.Mask);
        }
        using (teacher)
        {
            LiveTensors.Unchanged(() =>
            {
                for (int i = 0; i < 2; i++)
                {
                    long before = Tensor.TotalCount;
                    Signals signals = teacher.Teach(new(batch));
                    Assert.Equal(1, Tensor.TotalCount - before);
                    Assert.Same(batch.Mask, signals.InputsMask);
                    signals.Logits![0].Dispose();
                }
            });
        }
        Assert.Equal(8, batch.X.shape[0]);
        batch.X.Dispose();
        batch.Mask.Dispose();
    }

    [Fact]
    public void Teach_with_gradients_on_gives_signals_without_gradient()
    {
        using var scope = NewDisposeScope();
        using OnnxTeacher<Quiz> teacher = Teacher();
        Quiz batch = Batch(2);
        batch.X.requires_grad = true;
        Assert.False(teacher.Teach(new(batch)).Logits![0].requires_grad);
    }

    [Fact]
    public async Task Teach_of_several_threads_at_once_gives_each_its_own_answer()
    {
        OnnxTeacher<Quiz> teacher;
        using (NewDisposeScope()) teacher = Teacher();
        using (teacher)
        {
            await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
            {
                using var scope = NewDisposeScope();
                Quiz batch = Batch(worker);
                double[] expected = Agree.Values(teacher.Teach(new(batch)).Logits![0]);
                for (
                    int i = 0;
                    i < 50;
                    i++) Agree.Assert(expected, Agree.Values(teacher.Teach(new(batch)).Logits![0]), 1e-6, $"worker {worker}");
            })));
        }
    }

    [Fact]
    public void Teach_with_a_batch_that_does_not_fit_is_a_setting_that_cannot_work()
    {
        using var scope = NewDisposeScope();
        using OnnxTeacher<Quiz> teacher = Teacher();
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => teacher.Teach(new(new Quiz(ones(2, 5), ones(2)))));
        Assert.Contains("float32 (batch, 4)", error.Message, StringComparison.Ordinal);
    }

    private OnnxTeacher<Quiz> Teacher()
    {
        string path = SmallGraph.Dense(randn(4, 3), randn(3)).Write(_folder["teacher.onnx"]);
        return new(
            path,
            quiz => new Dictionary<string, Tensor> { ["x"] = quiz.X.clone() },
            (quiz, o) => new Signals { Logits = o["sum"], InputsMask = quiz.Mask });
    }

    private static Quiz Batch(int size) => new(randn(size, 4), ones(size));
}
