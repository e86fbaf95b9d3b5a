using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Losses;

/// <summary>
/// <c>dkd</c> (Zhao et al. 2022): τ² (α KL(T‖S) of [p_y, 1 − p_y] + β KL(T‖S) of the softmax over the classes other than y), y the label;
/// mean over the positions that have a label. Labels below 0 leave a position out; where all are left out, the loss is 0.
/// </summary>
public sealed class DecoupledDistillation : IDistillationLoss
{
    private readonly double _alpha;
    private readonly double _beta;

    /// <summary>The loss with its two weights.</summary>
    /// <param name="alpha">Weight of how sure the teacher is of the labelled class.</param>
    /// <param name="beta">Weight of what it says about the others.</param>
    /// <exception cref="ConfigurationException">A weight is below 0 or infinite.</exception>
    public DecoupledDistillation(double alpha = 1, double beta = 8)
    {
        foreach ((string key, double weight) in new[] { ("alpha", alpha), ("beta", beta) })
            if (!double.IsFinite(weight) || weight < 0) throw new ConfigurationException(
                Invariant($"The {key} of 'dkd' is {weight:R}; it must be 0 or more."));
        (_alpha, _beta) = (alpha, beta);
    }

    /// <inheritdoc/>
    public MeanOver MeanOver => MeanOver.Labelled;

    /// <inheritdoc/>
    /// <exception cref="ConfigurationException">There are no labels, or they do not fit the logits.</exception>
    public Tensor Compute(Tensor student, Tensor teacher, Tensor temperature, Tensor? labels)
    {
        if (labels is null)
            throw new ConfigurationException("The KD loss 'dkd' needs labels, and the student's adaptor gives none: set Signals.Labels, or "
                + "choose a loss that does without, such as 'kl'.");
        return ClassLabels.Use(labels, student, indices => OfLabels(student, teacher, temperature, indices));
    }

    private Tensor OfLabels(Tensor student, Tensor teacher, Tensor temperature, Tensor labels)
    {
        long classes = student.shape[^1];
        if (classes == 1) return student.sum() * 0; // No other classes: both sides are sure of the only one.

        Tensor weights = labels.ge(0).to(student.dtype); // (…)
        Tensor y = labels.clamp_min(0).unsqueeze(-1); // (…, 1)
        Tensor order = arange(classes - 1, device: student.device); // (classes − 1)
        Tensor others = order + order.ge(y); // (…, classes − 1): every class but y

        Tensor τ = Temperatures.Along(temperature);
        (Tensor labelT, Tensor othersT) = Decouple(teacher / τ, y, others);
        (Tensor labelS, Tensor othersS) = Decouple(student / τ, y, others);
        Tensor ofLabel = Divergence.KullbackLeibler(labelT, labelS), ofOthers = Divergence.KullbackLeibler(othersT, othersS); // (…)
        Tensor divergence = _alpha * ofLabel + _beta * ofOthers;
        return Masking.Ratio((divergence * temperature.square() * weights).sum(), weights.sum());
    }

    private static (Tensor Label, Tensor Others) Decouple(Tensor logits, Tensor y, Tensor others)
    {
        Tensor logs = functional.log_softmax(logits, dim: -1); // (…, classes)
        // log(1 − p_y) as the others' sum: 1 − p_y itself is 0 where the model is sure.
        Tensor label = cat([logs.gather(-1, y), logs.gather(-1, others).logsumexp(-1, keepdim: true)], dim: -1); // (…, 2)
        return (label, functional.log_softmax(logits.gather(-1, others), dim: -1)); // (…, classes − 1)
    }
}
