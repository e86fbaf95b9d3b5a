using System.Text.Json;
using TextBrewer.Losses;
using TextBrewer.Schedules;

namespace TextBrewer.Configuration;

/// <summary>What is distilled, and by which losses: TextBrewer's <c>DistillationConfig</c>, immutable, JSON keys as TextBrewer's.</summary>
public sealed record DistillationConfig
{
    /// <summary>Divides the logits of both sides before the KD loss.</summary>
    public double Temperature { get; init; } = 4;

    /// <summary><c>none</c> or <c>constant</c>: the temperature as it stands.</summary>
    public Named TemperatureScheduler { get; init; } = "none";

    /// <summary>Weight of the losses that the student's adaptor gives.</summary>
    public double HardLabelWeight { get; init; }

    /// <summary>Multiplies <see cref="HardLabelWeight"/> as training goes on.</summary>
    public Named HardLabelWeightScheduler { get; init; } = "none";

    /// <summary>The loss between logits.</summary>
    public Named KdLossType { get; init; } = "ce";

    /// <summary>Its weight.</summary>
    public double KdLossWeight { get; init; } = 1;

    /// <summary>Multiplies <see cref="KdLossWeight"/> as training goes on.</summary>
    public Named KdLossWeightScheduler { get; init; } = "none";

    /// <summary>Read for TextBrewer's files; true is not built yet.</summary>
    public bool ProbabilityShift { get; init; }

    /// <summary>Losses between intermediate features.</summary>
    public IReadOnlyList<IntermediateMatch> IntermediateMatches { get; init; } = [];

    /// <summary>Read for TextBrewer's files; true is not built yet.</summary>
    public bool IsCachingLogits { get; init; }

    /// <summary>Reads TextBrewer's JSON.</summary>
    public static DistillationConfig FromJson(string json) => ConfigurationJson.Read<DistillationConfig>(json);

    /// <summary>Writes TextBrewer's JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ConfigurationJson.Options);

    /// <summary>Every problem of these settings, each with its JSON path.</summary>
    /// <param name="ownLosses">Names of match losses that are passed as instances.</param>
    public IReadOnlyList<string> Problems(IReadOnlyCollection<string>? ownLosses = null)
    {
        List<string> problems = [];
        if (!(Temperature > 0) || double.IsInfinity(Temperature)) problems.Add($"$.temperature is {Temperature:R}; it must be above 0.");
        Weight(HardLabelWeight, "hard_label_weight");
        Weight(KdLossWeight, "kd_loss_weight");
        if (!LossNames.Distillation.Knows(KdLossType.Name)) problems.Add($"$.kd_loss_type: {LossNames.Distillation.Unknown(KdLossType.Name)}");
        Schedule(HardLabelWeightScheduler, "hard_label_weight_scheduler");
        Schedule(KdLossWeightScheduler, "kd_loss_weight_scheduler");
        if (TemperatureScheduler.Name is not ("none" or "constant")) problems.Add($"$.temperature_scheduler '{TemperatureScheduler.Name}' is not built yet; use none.");
        if (ProbabilityShift) problems.Add("$.probability_shift is not built yet; leave it at false.");
        if (IsCachingLogits) problems.Add("$.is_caching_logits is not built yet; leave it at false.");
        for (int i = 0; i < IntermediateMatches.Count; i++)
            problems.AddRange(IntermediateMatches[i].Problems($"$.intermediate_matches[{i}]", ownLosses ?? []));
        return problems;

        void Weight(double value, string key)
        {
            if (!double.IsFinite(value) || value < 0) problems.Add($"$.{key} is {value:R}; it must be 0 or more.");
        }

        void Schedule(Named named, string key)
        {
            if (!WeightSchedules.Names.Knows(named.Name)) problems.Add($"$.{key}: {WeightSchedules.Names.Unknown(named.Name)}");
        }
    }
}
