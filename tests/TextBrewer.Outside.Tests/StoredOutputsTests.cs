using OwnModel.Reviewing;
using TextBrewer.Data;
using TextBrewer.Stores;
using TextBrewer.Teachers;
using TextBrewer.Testing;

namespace TextBrewer.Outside.Tests;

/// <summary>The outputs of a stranger's teacher, stored on disk (docs/teacher-store.md).</summary>
public sealed class StoredOutputsTests
{
    private static readonly IReadOnlyList<Review> Reviews = Review.Make(24, seed: 3);

    [Fact]
    public void Second_distillation_of_a_module_of_ones_own_asks_its_teacher_nothing()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(Reviews.Count, Asked());
        Assert.Equal(0, Asked());

        int Asked()
        {
            using ReviewModels models = new();
            TeacherFingerprint fingerprint = TeacherFingerprint.OfModule(models.Bert.Module).With("hidden");
            using TeacherStore store = TeacherStore.Open(folder.Path, fingerprint, new TeacherStoreOptions { MaxBytes = 1L << 20 });
            int before = store.Count;
            models.Distil(new StoredTeacher<ReviewBatch>(new ModelTeacher<ReviewBatch>(models.Bert), store), Drawn());
            return store.Count - before;
        }
    }

    private static IBatchSource<ReviewBatch> Drawn() => Batches.From(Reviews, batchSize: 8, ReviewBatch.Of);
}
