using System.Text.Json;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Schedules;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Training;

/// <summary>Carries out a golden run with its own configuration, batches, teachers and projections.</summary>
internal sealed class GoldenRun : IDisposable
{
    private readonly string _name;
    private readonly JsonElement _run;
    private readonly ScalarType _type;
    private readonly GoldenBatch[] _batches;
    private readonly GoldenModel[] _teachers;

    internal GoldenRun(string name, ScalarType type = ScalarType.Float64)
    {
        (_name, _run, _type) = (name, Golden.Json($"runs/{name}/run.json"), type);
        _batches = GoldenBatch.Read($"runs/{name}/batches.safetensors");
        Student = Model("student.config.json", "student.initial.safetensors");
        int teachers = Kind switch
        {
            "Trainer" => 0,
            "MultiTeacher" => Directory.GetFiles(Golden.Path($"runs/{name}"), "teacher*.safetensors").Length,
            "MultiTask" => 2,
            _ => 1,
        };
        _teachers = [.. Enumerable.Range(0, teachers).Select(k => Model("teacher.config.json", $"teacher{k}.safetensors"))];
    }

    internal string Name => _name;

    internal GoldenModel Student { get; }

    internal ScalarLog Log { get; init; } = new();

    internal ITrainingObserver? AlsoTo { get; set; }

    internal string? ResumeFrom { get; init; }

    /// <summary>The processes that carry it out; what is left of a run is then not looked at, for tensors are counted for all.</summary>
    internal ICollective Collective { get; init; } = SingleCollective.Instance;

    /// <summary>Changes the golden run's own configuration; null: as it stands.</summary>
    internal Func<TrainingConfig, TrainingConfig>? Change { get; init; }

    /// <summary>The projections' final weights.</summary>
    internal Dictionary<string, double[]> Projections { get; private set; } = [];

    internal JsonElement Expected => _run;

    private string Kind => _run.GetProperty("distiller").GetString()!;

    internal TrainingResult Train(string outputDir, CancellationToken cancellationToken = default)
    {
        TrainingConfig training = TrainingConfig.FromJson(_run.GetProperty("training_config").GetRawText()) with { OutputDir = outputDir };
        if (Change is not null) training = Change(training);
        DistillationConfig config = DistillationConfig.FromJson(_run.GetProperty("distillation_config").GetRawText());
        IBatchSource<GoldenBatch> source = Source(_batches);
        AdaptedModel<GoldenBatch>[] teachers = [.. _teachers.Select(teacher => teacher.Adapted)];
        switch (Kind)
        {
            case "Trainer":
                return WithoutLeaks(
                    () => new BasicTrainer<GoldenBatch>(training, Student.Adapted).Train(source, Options(), cancellationToken));
            case "Basic":
                using (BasicDistiller<GoldenBatch> basic = new(training, config, teachers[0], Student.Adapted))
                    return WithoutLeaks(() => basic.Train(source, Options(), cancellationToken));
            case "General":
                using (GeneralDistiller<GoldenBatch> general = new(training, config, teachers[0], Student.Adapted))
                    return WithProjections(general.Projections, () => general.Train(source, Options(), cancellationToken));
            case "MultiTeacher":
                using (MultiTeacherDistiller<GoldenBatch> several = new(training, config, teachers, Student.Adapted))
                    return WithProjections(several.Projections, () => several.Train(source, Options(), cancellationToken));
            case "MultiTask":
                using (MultiTaskDistiller<GoldenBatch> tasks = new(training, config, Student.Module, Tasks(teachers)))
                    return WithProjections(tasks.Projections, () => tasks.Train(TaskOptions(), cancellationToken));
            default:
                throw new NotSupportedException($"The golden run {_name} is of a kind that is not known here: {Kind}.");
        }
    }

    public void Dispose()
    {
        Student.Dispose();
        foreach (GoldenModel teacher in _teachers) teacher.Dispose();
        foreach (GoldenBatch batch in _batches) batch.Dispose();
    }

    private IBatchSource<GoldenBatch> Source(GoldenBatch[] batches) => Collective.Size == 1
        ? Batches.Of(batches)
        : Batches.Of(batches, batches.Sum(batch => batch.Ids.shape[0]), GoldenBatch.Cut);

    private GoldenModel Model(string config, string weights) =>
        new($"runs/{_name}/{config}", $"runs/{_name}/{weights}", _run.GetProperty("token_classification").GetBoolean(), _type);

    private TrainingOptions<GoldenBatch> Options() => new()
    {
        Optimizer = Optimizer,
        Epochs = _run.GetProperty("num_epochs").GetInt32(),
        Steps = _run.GetProperty("num_steps").ValueKind == JsonValueKind.Null ? null : _run.GetProperty("num_steps").GetInt64(),
        Schedule = Schedule,
        MaxGradNorm = _run.GetProperty("max_grad_norm").GetDouble(),
        Observers = AlsoTo is null ? [Log] : [Log, AlsoTo],
        ResumeFrom = ResumeFrom,
        Collective = Collective,
    };

    private MultiTaskOptions TaskOptions()
    {
        string[] order = [.. _run.GetProperty("task_order").EnumerateArray().Select(e => e.GetString()!)];
        return new()
        {
            Optimizer = Optimizer,
            Steps = _run.GetProperty("num_steps").GetInt64(),
            Schedule = Schedule,
            MaxGradNorm = _run.GetProperty("max_grad_norm").GetDouble(),
            Observers = AlsoTo is null ? [Log] : [Log, AlsoTo],
            ResumeFrom = ResumeFrom,
            Collective = Collective,
            Order = microBatch => order[microBatch % order.Length],
        };
    }

    private Dictionary<string, DistillationTask<GoldenBatch>> Tasks(AdaptedModel<GoldenBatch>[] teachers)
    {
        Dictionary<string, DistillationTask<GoldenBatch>> tasks = [];
        int from = 0;
        foreach (JsonProperty task in _run.GetProperty("task_batches").EnumerateObject())
        {
            int count = task.Value.GetInt32();
            tasks[task.Name] = new(
                new ModelTeacher<GoldenBatch>(teachers[tasks.Count]),
                Student.Adapted,
                Source(_batches[from..(from + count)]));
            from += count;
        }
        return tasks;
    }

    private AdamW Optimizer(IReadOnlyList<ParameterGroup> groups)
    {
        JsonElement optimizer = _run.GetProperty("optimizer");
        return new AdamW(groups, optimizer.GetProperty("lr").GetDouble(), weightDecay: optimizer.GetProperty("weight_decay").GetDouble());
    }

    private LearningRateSchedule? Schedule
    {
        get
        {
            JsonElement schedule = _run.GetProperty("learning_rate_schedule");
            return schedule.ValueKind == JsonValueKind.Null
                ? null
                : LearningRateSchedules.Linear(schedule.GetProperty("warmup").GetDouble());
        }
    }

    private TrainingResult WithProjections(nn.Module? projections, Func<TrainingResult> run)
    {
        if (projections is null) return WithoutLeaks(run);
        using (SafetensorsFile initial = SafetensorsFile.Open(Golden.Path($"runs/{_name}/projections.initial.safetensors")))
            StateDict.Load(projections, initial).ThrowIfIncomplete("projections.initial");
        TrainingResult result = WithoutLeaks(run);
        Projections = projections.state_dict().ToDictionary(p => p.Key, p => Agree.Values(p.Value));
        return result;
    }

    /// <summary>Every golden run is a leak test as well: nothing may be left of a whole run.</summary>
    private TrainingResult WithoutLeaks(Func<TrainingResult> run)
    {
        if (Collective.Size > 1) return run();
        TrainingResult? result = null;
        LiveTensors.Unchanged(() => result = run());
        return result!;
    }
}
