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
    public void Cached_batches_are_shuffled_anew_each_epoch_and_stay_in_order_where_the_data_do()
    {
        Assert.NotEqual(Epochs(shuffle: true)[1], Epochs(shuffle: true)[2]);
        Assert.Equal(Epochs(shuffle: true)[1].Order(), Epochs(shuffle: true)[0].Order());
        Assert.Equal(Epochs(shuffle: true)[2], Epochs(shuffle: true)[2]);
        Assert.Equal(Epochs(shuffle: false)[0], Epochs(shuffle: false)[2]);

        static int[][] Epochs(bool shuffle)
        {
            using CachedBatches<ToyBatch> cached = new(Toy.Source(examples: 30, shuffle: shuffle), seed: 0, postprocessor: null);
            return [.. Enumerable.Range(0, 3).Select(epoch => cached.Epoch(epoch).Select(batch => batch.Batch.Examples[0]).ToArray())];
        }
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
    public void Postprocessor_changes_a_cached_batch_once()
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
        Assert.Equal(4, changed);
    }
}
