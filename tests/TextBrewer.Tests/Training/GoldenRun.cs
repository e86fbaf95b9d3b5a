using System.Globalization;
using System.Text.Json;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Models.Bert;
using TextBrewer.Models.Heads;
using TextBrewer.Schedules;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Carries out a golden run with its own configuration, batches, teacher and projections.</summary>
internal static class GoldenRun
{
    internal static TrainingResult Train(
        string name, JsonElement run, string outputDir, SequenceClassifier student, ScalarLog log,
        out Dictionary<string, double[]> projections, string? resumeFrom = null, ITrainingObserver? alsoTo = null, CancellationToken cancellationToken = default)
    {
        TrainingConfig training = TrainingConfig.FromJson(run.GetProperty("training_config").GetRawText()) with { OutputDir = outputDir };
        DistillationConfig distillation = DistillationConfig.FromJson(run.GetProperty("distillation_config").GetRawText());
        JsonElement optimizer = run.GetProperty("optimizer");
        JsonElement schedule = run.GetProperty("learning_rate_schedule");
        TrainingOptions<Batch> options = new()
        {
            Optimizer = groups => new AdamW(groups, optimizer.GetProperty("lr").GetDouble(), weightDecay: optimizer.GetProperty("weight_decay").GetDouble()),
            Epochs = run.GetProperty("num_epochs").GetInt32(),
            Steps = run.GetProperty("num_steps").ValueKind == JsonValueKind.Null ? null : run.GetProperty("num_steps").GetInt64(),
            Schedule = schedule.ValueKind == JsonValueKind.Null ? null : LearningRateSchedules.Linear(schedule.GetProperty("warmup").GetDouble()),
            MaxGradNorm = run.GetProperty("max_grad_norm").GetDouble(),
            Observers = alsoTo is null ? [log] : [log, alsoTo],
            ResumeFrom = resumeFrom,
        };
        Batch[] batches = ReadBatches($"runs/{name}/batches.safetensors");
        try
        {
            IBatchSource<Batch> source = Batches.Of(batches);
            projections = [];
            if (run.GetProperty("distiller").GetString() == "Trainer")
                return WithoutLeaks(() => new BasicTrainer<Batch>(training, Adapt(student)).Train(source, options, cancellationToken));

            using SequenceClassifier teacher = RunGoldenTests.Classifier($"runs/{name}/teacher.config.json", $"runs/{name}/teacher0.safetensors");
            if (run.GetProperty("distiller").GetString() == "Basic")
            {
                using BasicDistiller<Batch> basic = new(training, distillation, Adapt(teacher), Adapt(student));
                return WithoutLeaks(() => basic.Train(source, options, cancellationToken));
            }
            using GeneralDistiller<Batch> general = new(training, distillation, Adapt(teacher), Adapt(student));
            using (SafetensorsFile initial = SafetensorsFile.Open(Golden.Path($"runs/{name}/projections.initial.safetensors")))
                StateDict.Load(general.Projections!, initial).ThrowIfIncomplete("projections.initial");
            TrainingResult result = WithoutLeaks(() => general.Train(source, options, cancellationToken));
            projections = general.Projections!.state_dict().ToDictionary(p => p.Key, p => Agree.Values(p.Value));
            return result;
        }
        finally
        {
            foreach (Batch batch in batches) batch.Dispose();
        }
    }

    /// <summary>Every golden run is a leak test as well: nothing may be left of a whole run.</summary>
    private static TrainingResult WithoutLeaks(Func<TrainingResult> run)
    {
        TrainingResult? result = null;
        LiveTensors.Unchanged(() => result = run());
        return result!;
    }

    private static AdaptedModel<Batch> Adapt(SequenceClassifier model) =>
        Model.From(model, (Batch b) => model.Forward(b.Ids, b.Mask, null, EncoderOutputs.HiddenStates))
            .With((b, o) => new Signals
            {
                Logits = o.Logits,
                Losses = model.Loss(o.Logits, b.Labels),
                Hidden = o.Encoder.Hidden!.ToArray(),
                InputsMask = b.Mask,
                Labels = b.Labels,
            });

    private static Batch[] ReadBatches(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.Path(path));
        int count = file.Entries.Keys.Count(k => k.EndsWith(".input_ids", StringComparison.Ordinal));
        return [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))
            .Select(i => new Batch(file.Read($"{i}.input_ids"), file.Read($"{i}.attention_mask"), file.Read($"{i}.labels")))];
    }

    internal sealed record Batch(Tensor Ids, Tensor Mask, Tensor Labels) : IDisposable
    {
        public void Dispose()
        {
            Ids.Dispose();
            Mask.Dispose();
            Labels.Dispose();
        }
    }
}
