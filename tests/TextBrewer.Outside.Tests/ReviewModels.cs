using OwnModel.Reviewing;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Heads;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TorchSharp;

namespace TextBrewer.Outside.Tests;

/// <summary>The models of the BERT sample with the same random weights each time, in float64, and a folder for their checkpoints.</summary>
internal sealed class ReviewModels : IDisposable
{
    internal const int Steps = 12;

    private readonly TemporaryFolder _folder = new();
    private readonly SequenceClassifier _bert = BertToGruSample.Bert(seed: 1);
    private readonly BiGruClassifier _student = new(width: 8, seed: 2);

    internal ReviewModels()
    {
        _bert.to(torch.ScalarType.Float64);
        _student.to(torch.ScalarType.Float64);
    }

    internal string Folder => _folder.Path;

    internal AdaptedModel<ReviewBatch> Bert => BertToGruSample.Adapt(_bert);

    internal AdaptedModel<ReviewBatch> Student => BertToGruSample.Adapt(_student);

    /// <summary>A distiller that saves in the middle and at the end.</summary>
    internal GeneralDistiller<ReviewBatch> Distiller(ITeacher<ReviewBatch> teacher, DistillationConfig? config = null) =>
        new(new TrainingConfig { OutputDir = Folder, CkptSteps = Steps / 2 }, config ?? BertToGruSample.Distillation, teacher, Student);

    internal RunLog Distil(ITeacher<ReviewBatch> teacher, IBatchSource<ReviewBatch> batches)
    {
        using GeneralDistiller<ReviewBatch> distiller = Distiller(teacher);
        return Train(distiller, batches);
    }

    internal static RunLog Train(GeneralDistiller<ReviewBatch> distiller, IBatchSource<ReviewBatch> batches)
    {
        RunLog log = new();
        distiller.Train(batches, new() { Optimizer = groups => new AdamW(groups, 0.01), Steps = Steps, Observers = [log] });
        return log;
    }

    public void Dispose()
    {
        _bert.Dispose();
        _student.Dispose();
        _folder.Dispose();
    }
}
