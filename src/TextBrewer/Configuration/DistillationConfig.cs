using System.Text.Json;
using System.Text.Json.Serialization;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Objectives;
using TextBrewer.Schedules;

namespace TextBrewer.Configuration;

/// <summary>What is distilled, and by which losses: TextBrewer's <c>DistillationConfig</c>, immutable, JSON keys as TextBrewer's.</summary>
public record DistillationConfig
{
    /// <summary>Divides the logits of both sides before the KD loss.</summary>
    [Above(0)]
    public double Temperature { get; init; } = 4;

    /// <summary>
    /// Gives each position a temperature of its own: <c>["flsw", beta, gamma]</c>, <c>["cwsm", beta]</c>; <c>none</c> and <c>constant</c>:
    /// the temperature as it stands.
    /// </summary>
    public Named TemperatureScheduler { get; init; } = "none";

    /// <summary>Weight of the losses that the student's adaptor gives.</summary>
    [AtLeast(0)]
    public double HardLabelWeight { get; init; }

    /// <summary>Multiplies <see cref="HardLabelWeight"/> as training goes on.</summary>
    public Named HardLabelWeightScheduler { get; init; } = "none";

    /// <summary>The loss between logits.</summary>
    public Named KdLossType { get; init; } = "ce";

    /// <summary>Weight of the KD loss between logits.</summary>
    /// <value>0 or more. The default is 1.</value>
    [AtLeast(0)]
    public double KdLossWeight { get; init; } = 1;

    /// <summary>Multiplies <see cref="KdLossWeight"/> as training goes on.</summary>
    public Named KdLossWeightScheduler { get; init; } = "none";

    /// <summary>
    /// Whether the teacher's largest logit changes places with that of the labelled class, so that the teacher is never wrong.
    /// </summary>
    public bool ProbabilityShift { get; init; }

    /// <summary>
    /// Whether the logits of both sides become z-scores over the classes of each position before temperature, its schedule and the KD loss
    /// (Sun et al. 2024), so that the student need not reach the size of the teacher's. The paper's temperature is 2. For three classes or
    /// more.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LogitStandardization { get; init; }

    /// <summary>Losses between intermediate features: a list, or the names of presets joined with <c>+</c>.</summary>
    public MatchList IntermediateMatches { get; init; } = MatchList.None;

    /// <summary>
    /// Whether the teacher is asked about each example once; its outputs, features included, stay in memory.
    /// </summary>
    public bool IsCachingLogits { get; init; }

    /// <summary>Every layer matched with every layer by the least costly flow; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EarthMoverConfig? Emd { get; init; }

    /// <summary>Reads TextBrewer's JSON.</summary>
    public static DistillationConfig FromJson(string json) => ConfigurationJson.Read<DistillationConfig>(json);

    /// <summary>Writes TextBrewer's JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigurationJson.Options);

    /// <summary>Every problem of these settings, each with its JSON path.</summary>
    /// <param name="names">What its names stand for; null: the registered tables.</param>
    public IReadOnlyList<string> Problems(DistillationNames? names = null)
    {
        names ??= DistillationNames.Registered;
        List<string> problems = [.. RuleAttribute.Problems(this, "$")];
        Name(KdLossType, names.KdLosses, "kd_loss_type");
        Name(HardLabelWeightScheduler, names.WeightSchedules, "hard_label_weight_scheduler");
        Name(KdLossWeightScheduler, names.WeightSchedules, "kd_loss_weight_scheduler");
        Name(TemperatureScheduler, names.TemperatureSchedules, "temperature_scheduler");
        if (LogitStandardization && names.KdLosses.Problem(KdLossType) is null && !names.KdLosses.Make(KdLossType).ComparesClasses)
            problems.Add($"$.logit_standardization is true, and the KD loss '{KdLossType.Name}' looks at each logit alone, where a z-score "
                + "among the others says nothing: set it to false, or take a loss that compares classes, like kl.");
        problems.AddRange(IntermediateMatches.Problems("$.intermediate_matches", names));
        problems.AddRange(Emd?.Problems("$.emd", names) ?? []);
        return problems;

        void Name<T>(Named named, NameTable<T> table, string key)
        {
            if (table.Problem(named) is { } problem) problems.Add($"$.{key}: {problem}");
        }
    }
}
