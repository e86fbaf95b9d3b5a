using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Tests.Training;
using TextBrewer.Training;

namespace TextBrewer.Tests.Distilling;

/// <summary><c>is_caching_logits</c>, whatever the distiller.</summary>
public sealed class TeacherCacheTests
{
    private static readonly DistillationConfig Config = new()
    {
        IsCachingLogits = true,
        IntermediateMatches = [new() {
            TeacherLayer = 3,
            StudentLayer = 1,
            Feature = "hidden",
            Loss = "hidden_mse",
            Proj = new("linear", 4, 6) }],
    };

    [Fact]
    public void General_distiller_asks_the_teacher_once_for_each_batch_and_learns_the_same()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1), cached = new(1, 4, seed: 2), plain = new(1, 4, seed: 2);
        using (GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), Config, teacher.Adapted, cached.Adapted))
            LiveTensors.Unchanged(() => distiller.Train(Toy.Source(), Toy.Options(epochs: 3)));
        Assert.Equal(4, teacher.Calls);

        using (GeneralDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            Config with { IsCachingLogits = false },
            teacher.Adapted,
            plain.Adapted))
            distiller.Train(Toy.Source(), Toy.Options(epochs: 3));
        // Matrix products of batches made anew may differ in the last bit.
        Agree.Assert(plain.Weights(), cached.Weights(), 1e-12, "weights");
    }

    [Fact]
    public void Several_teachers_are_asked_once_for_each_batch()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(3, 6, seed: 1), second = new(3, 6, seed: 3), student = new(1, 4, seed: 2);
        using MultiTeacherDistiller<ToyBatch> distiller = new(
            Toy.Training(folder),
            Config,
            [first.Adapted, second.Adapted],
            student.Adapted);
        distiller.Train(Toy.Source(), Toy.Options(epochs: 3));
        Assert.Equal((4, 4), (first.Calls, second.Calls));
    }

    [Fact]
    public void Teachers_of_several_tasks_are_asked_once_for_each_batch()
    {
        using TemporaryFolder folder = new();
        using Toy first = new(3, 6, seed: 1), second = new(3, 6, seed: 3), student = new(1, 4, seed: 2);
        using MultiTaskDistiller<ToyBatch> distiller = new(Toy.Training(
            folder), Config, student, new Dictionary<string, DistillationTask<ToyBatch>>
            {
                ["a"] = new(new ModelTeacher<ToyBatch>(first.Adapted), student.Adapted, Toy.Source(examples: 6)),
                ["b"] = new(new ModelTeacher<ToyBatch>(second.Adapted), student.Adapted, Toy.Source(examples: 9)),
            });
        distiller.Train(new MultiTaskOptions { Optimizer = Toy.Options().Optimizer, Steps = 40 });
        Assert.Equal((2, 3), (first.Calls, second.Calls));
    }

    [Fact]
    public void Examples_are_drawn_anew_each_epoch_and_the_teacher_is_asked_in_the_first_alone()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1), student = new(1, 4, seed: 2);
        List<int[]> seen = [];
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), Config, teacher.Adapted, student.Adapted);
        distiller.Train(Toy.Source(examples: 30, shuffle: true), Toy.Options(epochs: 3) with
        {
            Postprocessor = batch =>
            {
                seen.Add([.. batch.Examples]);
                return batch;
            },
        });
        Assert.Equal(10, teacher.Calls);
        // The first is the dry run's.
        int[][][] epochs = [.. seen.Skip(1).Chunk(10)];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 30), epoch.SelectMany(batch => batch).Order()));
        Assert.NotEqual(epochs[0].Select(Ordered).Order(), epochs[1].Select(Ordered).Order());

        static string Ordered(int[] batch) => string.Join(',', batch.Order());
    }

    [Fact]
    public void Batches_of_the_caller_survive_the_cache()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1), student = new(1, 4, seed: 2);
        using ToyBatch batch = ToyBatch.Of([0, 1, 2]);
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), Config, teacher.Adapted, student.Adapted);
        distiller.Train(Batches.Of([batch]), Toy.Options());
        Assert.False(batch.IsDisposed);
        Assert.Equal(3, batch.Mask.shape[0]);
    }

    [Fact]
    public void Postprocessor_changes_every_batch_and_the_teacher_sees_what_it_made_the_first_time()
    {
        using TemporaryFolder folder = new();
        using Toy teacher = new(3, 6, seed: 1), student = new(1, 4, seed: 2);
        using GeneralDistiller<ToyBatch> distiller = new(Toy.Training(folder), Config, teacher.Adapted, student.Adapted);
        int changed = 0;
        distiller.Train(Toy.Source(), Toy.Options(epochs: 3) with
        {
            Postprocessor = batch =>
            {
                changed++;
                return batch;
            },
        });
        Assert.Equal((13, 4), (changed, teacher.Calls)); // the dry run's batch and four in each epoch
    }
}
