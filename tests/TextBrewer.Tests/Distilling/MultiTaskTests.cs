using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Training;

namespace TextBrewer.Tests.Distilling;

public sealed class MultiTaskTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.9)]
    [InlineData(0.5, 0.75)]
    public void Tasks_are_drawn_by_size_to_the_power_of_tau(double tau, double share)
    {
        TaskDraw draw = new([new("large", 900), new("small", 100)], tau, seed: 3);
        double large = Enumerable.Range(0, 20_000).Count(i => draw.At(i) == "large") / 20_000.0;
        Assert.InRange(large, share - 0.015, share + 0.015);
    }

    [Fact]
    public void Tasks_of_unknown_size_are_drawn_evenly()
    {
        TaskDraw draw = new([new("large", 900), new("unknown", null)], tau: 1, seed: 3);
        Assert.InRange(Enumerable.Range(0, 10_000).Count(i => draw.At(i) == "large"), 4800, 5200);
    }

    [Fact]
    public void Stream_begun_anywhere_goes_on_as_if_begun_at_the_start() => Gen.Select(
        Gen.Int[1, 7],
        Gen.Int[1, 7],
        Gen.Int[0, 30],
        Gen.Int[0, 5]).Sample((a, b, skip, seed) =>
    {
        TaskSampling<string> tasks = new(
            new Dictionary<string, IBatchSource<string>> { ["a"] = Named("a", a, seed), ["b"] = Named("b", b, seed) },
            new TaskDraw([new("a", a), new("b", b)], 1, seed).At);
        int count = tasks.Epoch(0).Count;
        IEnumerable<string> whole = Enumerable.Range(0, 40).SelectMany(epoch => tasks.Epoch(epoch)).Select(Content);
        (int epoch, int batch) = Math.DivRem(skip, count);
        IEnumerable<string> later = tasks.Epoch(epoch).From(batch).Concat(tasks.Epoch(epoch + 1)).Select(Content);
        Assert.Equal(whole.Skip(skip).Take(count), later.Take(count));

        static string Content(Batch<TaskBatch<string>> drawn) => drawn.Content.Batch.Content;
    });

    [Fact]
    public void Each_task_has_its_own_teacher_postprocessor_and_data()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(2, 4, seed: 1), second = new(2, 4, seed: 3), student = new(1, 4, seed: 2);
        List<string> seen = [];
        MultiTaskDistiller<ToyBatch> distiller = new(Toy.Training(
            folder), new DistillationConfig(), student, new Dictionary<string, DistillationTask<ToyBatch>>
            {
                ["a"] = new(Watched(first, "a"), student.Adapted, Toy.Source(examples: 3))
                {
                    Postprocessor = batch => Seen(batch, "post a")
                },
                ["b"] = new(Watched(second, "b"), student.Adapted, Toy.Source(examples: 3))
                {
                    Postprocessor = batch => Seen(batch, "post b")
                },
            });
        using (distiller)
        {
            // One step is shorter than any checkpoint interval: a crash of TextBrewer's.
            TrainingResult result = distiller.Train(
                new MultiTaskOptions { Optimizer = Toy.Options().Optimizer, Steps = 1, Order = _ => "b" });
            Assert.Equal((TrainingStatus.Completed, 1), (result.Status, result.Steps));
        }
        Assert.Equal(["post a", "a", "post b", "b", "post b", "b"], seen); // both tried out, then the step

        ToyBatch Seen(ToyBatch batch, string what)
        {
            seen.Add(what);
            return batch;
        }

        ITeacher<ToyBatch> Watched(Toy teacher, string name)
        {
            ModelTeacher<ToyBatch> model = new(teacher.Adapted);
            return new PrecomputedTeacher<ToyBatch>(batch =>
            {
                seen.Add(name);
                return model.Teach(new(batch));
            });
        }
    }

    [Fact]
    public void Match_that_one_task_cannot_give_is_an_error_before_the_first_step()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(2, 4, seed: 1), student = new(1, 4, seed: 2);
        DistillationConfig config = new()
        {
            IntermediateMatches = [new() { TeacherLayer = 1, StudentLayer = 1, Feature = "hidden", Loss = "hidden_mse" }]
        };
        AdaptedModel<ToyBatch> without = teacher.Adapt((b, o) => new Signals { Logits = o[0] });
        using MultiTaskDistiller<ToyBatch> distiller = new(Toy.Training(
            folder), config, student, new Dictionary<string, DistillationTask<ToyBatch>>
            {
                ["a"] = new(new ModelTeacher<ToyBatch>(teacher.Adapted), student.Adapted, Toy.Source()),
                ["b"] = new(new ModelTeacher<ToyBatch>(without), student.Adapted, Toy.Source()),
            });
        double[] before = student.Weights();
        MultiTaskOptions options = new() { Optimizer = Toy.Options().Optimizer, Steps = 5, Order = _ => "a" };
        string message = Assert.Throws<ConfigurationException>(() => distiller.Train(options)).Message;
        Assert.Contains("teacher's 'hidden'", message, StringComparison.Ordinal);
        Assert.Equal(before, student.Weights());
    }

    private static IBatchSource<string> Named(string name, int count, int seed) =>
        Batches.From([.. Enumerable.Range(0, count)], 1, (IReadOnlyList<int> example) => $"{name}{example[0]}", seed);
}
