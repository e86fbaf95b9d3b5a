using TextBrewer.Distilling;
using TextBrewer.Naming;
using static System.FormattableString;

namespace TextBrewer.Losses;

/// <summary>The losses that a configuration can name.</summary>
public static class LossNames
{
    /// <summary>Losses over logits: <c>kd_loss_type</c>.</summary>
    public static NameTable<IDistillationLoss> Distillation { get; } = new("KD loss")
    {
        ["ce"] = named => new SoftCrossEntropy(named.Flag("t_squared")),
        ["mse"] = Plain(() => new LogitsMeanSquaredError()),
        ["kl"] = Plain(() => new KullbackLeibler(reverse: false)),
        ["reverse_kl"] = Plain(() => new KullbackLeibler(reverse: true)),
        ["jsd"] = named => new JensenShannon(named.Numbers(("beta", 0.5))[0]),
        ["bce"] = Plain(() => new BinaryCrossEntropy()),
        ["dkd"] = named =>
        {
            double[] weights = named.Numbers(("alpha", 1), ("beta", 8));
            return new DecoupledDistillation(weights[0], weights[1]);
        },
        ["dist"] = named =>
        {
            double[] weights = named.Numbers(("beta", 1), ("gamma", 1));
            return new StrongerTeacherDistillation(weights[0], weights[1]);
        },
    };

    /// <summary>Losses over intermediate features: <c>loss</c> of a match.</summary>
    public static NameTable<IMatchLoss> Match { get; } = new("match loss")
    {
        ["hidden_mse"] = Plain(() => new HiddenMeanSquaredError()),
        ["cos"] = Plain(() => new HiddenCosine()),
        ["pkd"] = Plain(() => new PatientDistillation()),
        ["fsp"] = Plain(() => new FlowOfSolution()),
        ["gram"] = Plain(() => new FlowOfSolution()),
        ["mmd"] = Plain(() => new NeuronSelectivity()),
        ["nst"] = Plain(() => new NeuronSelectivity()),
        ["attention_mse"] = Plain(() => new AttentionMeanSquaredError(sumHeads: false)),
        ["attention_mse_sum"] = Plain(() => new AttentionMeanSquaredError(sumHeads: true)),
        ["attention_ce"] = Plain(() => new AttentionCrossEntropy(meanHeads: false)),
        ["attention_ce_mean"] = Plain(() => new AttentionCrossEntropy(meanHeads: true)),
        ["minilm_relation"] = named => new MiniLmRelation(Whole(named, "heads", named.Numbers(("heads", 12))[0])),
        ["rkd_distance"] = Plain(() => new RelationalDistance()),
        ["rkd_angle"] = Plain(() => new RelationalAngle()),
    };

    // A loss without arguments refuses them.
    private static Func<Named, T> Plain<T>(Func<T> make) => named =>
    {
        named.Numbers();
        return make();
    };

    private static int Whole(Named named, string key, double value) =>
        value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value
        : throw new ConfigurationException(Invariant($"The argument '{key}' of '{named.Name}' is {value:R}; it must be a whole number."));
}
