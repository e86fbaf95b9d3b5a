using OwnModel.Reviewing;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Outside.Tests;

/// <summary>Teachers that are not modules, and inputs that teacher and student do not share.</summary>
public sealed class OwnTeacherTests
{
    private const int Middle = ReviewModels.Steps / 2, End = ReviewModels.Steps;

    private static readonly IReadOnlyList<Review> Reviews = Review.Make(24, seed: 3);

    [Fact]
    public void Teacher_and_student_read_inputs_of_their_own()
    {
        using ReviewBatch batch = ReviewBatch.Of(Reviews);
        Assert.NotEqual(batch.Pieces.shape[1], batch.Words.shape[1]);
        using ReviewModels models = new();
        RunLog log = models.Distil(new ModelTeacher<ReviewBatch>(models.Bert), Batches.Of([batch]));
        Assert.True(log.Last("unweighted_kd_loss") < log.First("unweighted_kd_loss"));
        Assert.True(log.Last("unweighted_hidden_hidden_mse_-1_-1") < log.First("unweighted_hidden_hidden_mse_-1_-1"));

        // "auto" read both widths from the models.
        IReadOnlyDictionary<string, double[]> early = SavedWeights.Projections(models.Folder, Middle), late = SavedWeights.Projections(
            models.Folder,
            End);
        Assert.Equal(["0.bias", "0.weight"], late.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(48 * 16, late["0.weight"].Length);
        Assert.All(late, weights => Assert.NotEqual(early[weights.Key], weights.Value));
    }

    [Fact]
    public void Own_teacher_asks_its_model_once_and_teaches_the_same()
    {
        using ReviewModels asked = new(), remembered = new();
        asked.Distil(new ModelTeacher<ReviewBatch>(asked.Bert), Drawn());
        using RememberingTeacher teacher = new(new ModelTeacher<ReviewBatch>(remembered.Bert));
        remembered.Distil(teacher, Drawn());
        Assert.Equal(Reviews.Count, teacher.Asked);
        SavedWeights.Agree(SavedWeights.Model(asked.Folder, End), SavedWeights.Model(remembered.Folder, End), 1e-9);
    }

    [Fact]
    public void Own_teacher_leaves_no_tensors_behind()
    {
        using ReviewModels models = new();
        using RememberingTeacher teacher = new(new ModelTeacher<ReviewBatch>(models.Bert));
        // With its sizes, the projection is made with the distiller and not with the first batch.
        DistillationConfig config = new()
        {
            IntermediateMatches = [BertToGruSample.Distillation.IntermediateMatches
            .Single() with { Proj = new Projection("linear", 16, 48) }]
        };
        using GeneralDistiller<ReviewBatch> distiller = models.Distiller(teacher, config);
        LiveTensors.Unchanged(() =>
        {
            ReviewModels.Train(distiller, Drawn());
            teacher.Dispose();
        });
    }

    [Fact]
    public void Outputs_made_earlier_teach_the_same_as_their_model()
    {
        using ReviewModels asked = new(), precomputed = new();
        using DisposeScope scope = NewDisposeScope();
        ReviewBatch[] batches = [.. Reviews.Chunk(8).Select(ReviewBatch.Of)];
        ModelTeacher<ReviewBatch> model = new(asked.Bert);
        Dictionary<ReviewBatch, Signals> answers = batches.ToDictionary(batch => batch, batch => model.Teach(new(batch)));

        asked.Distil(model, Batches.Of(batches));
        precomputed.Distil(new PrecomputedTeacher<ReviewBatch>(batch => answers[batch]), Batches.Of(batches));
        SavedWeights.Agree(SavedWeights.Model(asked.Folder, End), SavedWeights.Model(precomputed.Folder, End), 1e-9);
    }

    private static IBatchSource<ReviewBatch> Drawn() => Batches.From(Reviews, batchSize: 8, ReviewBatch.Of);
}
