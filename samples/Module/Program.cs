using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Torch.Native;
using TextBrewer.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

LibTorch.Load(); // before anything else of TorchSharp
random.manual_seed(0);

// What is learnt: whether the numbers of a row add up to more than nothing.
Random numbers = new(0);
float[][] rows = [.. Enumerable.Range(0, 1000).Select(_ => Enumerable.Range(0, 8).Select(_ => numbers.NextSingle() - 0.5f).ToArray())];
IBatchSource<RowBatch> batches = Batches.From(rows, batchSize: 50, RowBatch.Of);

using nn.Module<Tensor, Tensor> teacher = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 2));
using nn.Module<Tensor, Tensor> student = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2));

new BasicTrainer<RowBatch>(new TrainingConfig { OutputDir = "runs/teacher" }, Adapt(teacher))
    .Train(batches, new() { Optimizer = groups => new AdamW(groups, learningRate: 0.01), Steps = 200 });

// The student sees no label: it learns from the teacher's logits.
using BasicDistiller<RowBatch> distiller = new(
    new TrainingConfig { OutputDir = "runs/student" },
    new DistillationConfig { Temperature = 2 },
    Adapt(teacher),
    Adapt(student));
distiller.Train(batches, new() { Optimizer = groups => new AdamW(groups, learningRate: 0.01), Steps = 200 });

using (no_grad())
{
    using RowBatch all = RowBatch.Of(rows);
    Console.WriteLine(FormattableString.Invariant($"right: teacher {Right(teacher, all):P0}, student {Right(student, all):P0}"));
}

static double Right(nn.Module<Tensor, Tensor> model, RowBatch batch) =>
    model.call(batch.Numbers).argmax(-1).eq(batch.Labels).to(ScalarType.Float64).mean().item<double>();

// How a model is called, and what its output means.
static AdaptedModel<RowBatch> Adapt(nn.Module<Tensor, Tensor> model) => Model
    .From(model, (RowBatch batch) => model.call(batch.Numbers))
    .With((batch, logits) => new Signals { Logits = logits, Losses = nn.functional.cross_entropy(logits, batch.Labels) });

/// <summary>Rows as a batch of one's own.</summary>
/// <param name="Numbers">(batch, 8).</param>
/// <param name="Labels">(batch).</param>
internal sealed record RowBatch(Tensor Numbers, Tensor Labels) : IDisposable
{
    public static RowBatch Of(IReadOnlyList<float[]> rows) => new(
        tensor([.. rows.SelectMany(row => row)], rows.Count, 8),
        tensor([.. rows.Select(row => row.Sum() > 0 ? 1L : 0L)]));

    public void Dispose()
    {
        Numbers.Dispose();
        Labels.Dispose();
    }
}
