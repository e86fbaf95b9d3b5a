using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextBrewer.Configuration;

/// <summary>How a run is carried out: TextBrewer's <c>TrainingConfig</c>, immutable, JSON keys as TextBrewer's.</summary>
public record TrainingConfig
{
    /// <summary>Micro-batches per optimizer step.</summary>
    [AtLeast(1)]
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Checkpoints per epoch, in epochs that save.</summary>
    [AtLeast(1)]
    public int CkptFrequency { get; init; } = 1;

    /// <summary>Every how many epochs checkpoints are saved; the last epoch always saves.</summary>
    [AtLeast(1)]
    public int CkptEpochFrequency { get; init; } = 1;

    /// <summary>In step mode: every how many steps a checkpoint is saved; null: only after the last step.</summary>
    [AtLeast(1)]
    public int? CkptSteps { get; init; }

    /// <summary>Folder of TensorBoard event files; null: none.</summary>
    [FilePath]
    public string? LogDir { get; init; }

    /// <summary>
    /// Every how many optimizer steps losses and rates are written down, here and in a recipe's <c>metrics.jsonl</c>; the last step always
    /// is.
    /// </summary>
    [AtLeast(1)]
    public int LoggingSteps { get; init; } = 1;

    /// <summary>Folder of the run; checkpoints go to <c>checkpoints/gs{step}</c> in it.</summary>
    [FilePath]
    public string OutputDir { get; init; } = "saved_models";

    /// <summary><c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    [OneOf("auto", "cpu", "cuda")]
    public string Device { get; init; } = "auto";

    /// <summary>TextBrewer's switch for lower precision: true is <see cref="Precision"/> <c>auto</c>.</summary>
    public bool Fp16 { get; init; }

    /// <summary>Read for compatibility, without effect.</summary>
    [JsonPropertyName("fp16_opt_level")]
    public string? Fp16OptLevel { get; init; }

    /// <summary>More than one device: not supported, an error.</summary>
    public bool DataParallel { get; init; }

    /// <summary>Rank of distributed training; only −1 is supported.</summary>
    public int LocalRank { get; init; } = -1;

    /// <summary>
    /// <c>fp32</c>; <c>bf16</c>, mixed precision: products in bfloat16, weights and losses in float32 (Micikevicius et al. 2018); or
    /// <c>auto</c>, which takes the faster one, measured before the first step. A float64 module is trained in float64.
    /// </summary>
    [OneOf("fp32", "bf16", "auto")]
    public string Precision { get; init; } = "fp32";

    /// <summary>Seed of everything random: dropout, data order, projections.</summary>
    public int Seed { get; init; }

    /// <summary>How many checkpoints are kept, newest first, beside that of the best evaluation, which always is; null: all.</summary>
    [AtLeast(1)]
    public int? KeepCheckpoints { get; init; } = 2;

    /// <summary>
    /// Every how many optimizer steps the model is evaluated while it trains, the last step apart, which always is; null: with every
    /// checkpoint. An evaluation that is the best so far saves a checkpoint.
    /// </summary>
    [AtLeast(1)]
    public int? EvalSteps { get; init; }

    /// <summary>The metric by which evaluations are compared; null: the first that an evaluation gives.</summary>
    public string? MetricForBestModel { get; init; }

    /// <summary>
    /// Whether a larger value of that metric is better; null: it is, unless the name ends in <c>loss</c>, <c>error</c>, <c>mse</c> or
    /// <c>mae</c>.
    /// </summary>
    public bool? GreaterIsBetter { get; init; }

    /// <summary>Whether a run hands over the model of its best evaluation, not the last; null: where there are evaluations.</summary>
    public bool? LoadBestModelAtEnd { get; init; }

    /// <summary>After how many evaluations in a row that are not the best so far a run ends; null: it goes on to its last step.</summary>
    [AtLeast(1)]
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>
    /// Decay d of an average of the weights (EMA), which is then what is evaluated, what callbacks see, and what checkpoints and the run
    /// hand over: after the t-th step a ← dₜ · a + (1 − dₜ) · w, dₜ = min(d, (1 + t)/(10 + t)); usual are 0.99 to 0.9999. Null: no average.
    /// </summary>
    [AtLeast(0), Below(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? EmaDecay { get; init; }

    /// <summary>
    /// Of several processes: after how many optimizer steps their weights are averaged, steps that each takes by its own part of the batch
    /// (local SGD, Stich 2019); null: every step is taken by all of them together, as one process would.
    /// </summary>
    [AtLeast(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SyncEvery { get; init; }

    /// <summary>
    /// Of several processes: in what gradients travel; <c>bf16</c> and <c>fp16</c> are half the bytes, summed in float32, each gradient
    /// rounded twice on its way.
    /// </summary>
    [OneOf("fp32", "bf16", "fp16")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReducePrecision { get; init; }

    /// <summary>Of several processes: how many MiB of gradients travel together; null: 25.</summary>
    [AtLeast(1), AtMost(2047)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ReduceBucketMb { get; init; }

    /// <summary>
    /// How many optimizer steps in a row may be skipped because the loss or a gradient is not finite; then the run ends as diverged.
    /// </summary>
    [AtLeast(1)]
    public int MaxSkippedSteps { get; init; } = 10;

    /// <summary>Reads TextBrewer's JSON.</summary>
    public static TrainingConfig FromJson(string json) => ConfigurationJson.Read<TrainingConfig>(json);

    /// <summary>Writes TextBrewer's JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigurationJson.Options);

    /// <summary>Every problem of these settings, each with its JSON path.</summary>
    public IReadOnlyList<string> Problems()
    {
        List<string> problems = [.. RuleAttribute.Problems(this, "$")];
        if (Device == "cuda" && !TorchSharp.torch.cuda.is_available()) problems.Add(
            "$.device is 'cuda', and this machine has no CUDA device that torch can use: take auto or cpu.");
        if (DataParallel || LocalRank != -1) problems.Add("$.data_parallel and $.local_rank ask for more than one device, which one "
            + "process has not; start several by mpirun (docs/distributed.md), and leave them at false and -1.");
        if (SyncEvery > 1 && EmaDecay is not null) problems.Add("$.sync_every lets processes go apart for some steps, and $.ema_decay "
            + "follows every step of one: leave out one of them.");
        if (string.IsNullOrWhiteSpace(OutputDir)) problems.Add("$.output_dir is empty; name a folder.");
        return problems;
    }
}
