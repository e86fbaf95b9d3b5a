using TextBrewer.Configuration;

namespace TextBrewer.Losses;

/// <summary>The losses that a configuration can name.</summary>
public static class LossNames
{
    /// <summary>Losses over logits: <c>kd_loss_type</c>.</summary>
    public static NameTable<IDistillationLoss> Distillation { get; } = new("KD loss")
    {
        ["ce"] = _ => new SoftCrossEntropy(),
        ["mse"] = _ => new LogitsMeanSquaredError(),
    };

    /// <summary>Losses over intermediate features: <c>loss</c> of a match.</summary>
    public static NameTable<IMatchLoss> Match { get; } = new("match loss")
    {
        ["hidden_mse"] = _ => new HiddenMeanSquaredError(),
        ["cos"] = _ => new HiddenCosine(),
        ["pkd"] = _ => new PatientDistillation(),
        ["fsp"] = _ => new FlowOfSolution(),
        ["gram"] = _ => new FlowOfSolution(),
        ["mmd"] = _ => new NeuronSelectivity(),
        ["nst"] = _ => new NeuronSelectivity(),
        ["attention_mse"] = _ => new AttentionMeanSquaredError(sumHeads: false),
        ["attention_mse_sum"] = _ => new AttentionMeanSquaredError(sumHeads: true),
        ["attention_ce"] = _ => new AttentionCrossEntropy(meanHeads: false),
        ["attention_ce_mean"] = _ => new AttentionCrossEntropy(meanHeads: true),
    };
}
