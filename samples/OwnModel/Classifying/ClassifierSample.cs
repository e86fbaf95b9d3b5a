using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Objectives;
using TextBrewer.Schedules;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;
using static TorchSharp.torch.nn;

namespace OwnModel.Classifying;

/// <summary>A CNN into a narrow one, with a loss, a schedule and a projection of one's own, all named in the configuration.</summary>
public static class ClassifierSample
{
    /// <summary>What is distilled: <c>ramp</c>, <c>relative</c> and <c>bottleneck</c> are not TextBrewer's names.</summary>
    public static DistillationConfig Distillation { get; } = DistillationConfig.FromJson("""
        {
          "temperature": 3,
          "kd_loss_weight_scheduler": ["ramp", 0.2],
          "intermediate_matches": [
            { "layer_T": 0, "layer_S": 0, "feature": "hidden", "loss": "relative", "weight": 0.5, "proj": ["bottleneck", 24, 96] }
          ]
        }
        """);

    /// <summary>Trains a teacher, distils it, and measures both.</summary>
    /// <param name="folder">Where checkpoints go.</param>
    /// <param name="observers">Those who look on while the student is distilled.</param>
    public static SampleResult Run(string folder, params ITrainingObserver[] observers)
    {
        IBatchSource<PhraseBatch> phrases = Batches.From(Phrase.Make(count: 1600, seed: 1), batchSize: 32, PhraseBatch.Of);
        IBatchSource<PhraseBatch> heldOut = Batches.From(Phrase.Make(count: 400, seed: 2), batchSize: 100, PhraseBatch.Of);
        using CnnClassifier teacher = new(width: 32, filters: 96, seed: 1), student = new(width: 12, filters: 24, seed: 2);

        new BasicTrainer<PhraseBatch>(new TrainingConfig { OutputDir = Path.Combine(folder, "teacher") }, Adapt(teacher))
            .Train(phrases, new() { Optimizer = groups => new AdamW(groups, learningRate: 0.005), Steps = 250 });

        double before = Accuracy.Of(Adapt(student), heldOut);
        using GeneralDistiller<PhraseBatch> distiller = Distiller(
            new TrainingConfig { OutputDir = Path.Combine(folder, "student") },
            teacher,
            student);
        distiller.Train(phrases, new() { Optimizer = groups => new AdamW(groups, learningRate: 0.01), Steps = 400, Observers = observers });

        return new(
            "A CNN into one of a quarter of its filters",
            Accuracy.Of(Adapt(teacher), heldOut),
            before,
            Accuracy.Of(Adapt(student), heldOut));
    }

    /// <summary>
    /// A distiller that knows the names of the configuration. The loss is handed over; the other two are in tables that every run of the
    /// program reads.
    /// </summary>
    public static GeneralDistiller<PhraseBatch> Distiller(TrainingConfig training, CnnClassifier teacher, CnnClassifier student)
    {
        WeightSchedules.Names.Register("ramp", named => Ramp(named.Numbers(("share", 0.1))[0]));
        ProjectionNames.Table.Register("bottleneck", _ => (from, to) => Sequential(Linear(from, 16), GELU(), Linear(16, to)));
        return new(
            training,
            Distillation,
            Adapt(teacher),
            Adapt(student),
            new DistillationParts { MatchLosses = new Dictionary<string, IMatchLoss> { ["relative"] = new RelativeDistance() } });
    }

    /// <summary>A weight schedule: up to the full weight over the first share of the run.</summary>
    public static Func<double, double> Ramp(double share) => x => Math.Min(1, x / share);

    /// <summary>What the parts of the tuple mean.</summary>
    public static AdaptedModel<PhraseBatch> Adapt(CnnClassifier cnn) => Model
        .From(cnn, (PhraseBatch batch) => cnn.call(batch.Words))
        .With((batch, output) => new Signals
        {
            Logits = output.Logits,
            Hidden = output.Features,
            Losses = functional.cross_entropy(output.Logits, batch.Topics),
            Labels = batch.Topics,
        });
}
