using TextBrewer.Configuration;
using TextBrewer.Naming;
using static System.FormattableString;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TextBrewer.Schedules;

/// <summary>
/// Schedules of the temperature. Those by position (Wen et al. 2019, dynamic temperature distillation) give τᵢ = T + β (mean(w) − wᵢ),
/// the mean over all positions, and never less than <see cref="Floor"/>.
/// </summary>
public static class TemperatureSchedules
{
    /// <summary>No position is softened by less: at 0 the logits would be divided by nothing.</summary>
    public const double Floor = 0.1;

    /// <summary>The schedules that a configuration can name.</summary>
    public static NameTable<TemperatureSchedule> Names { get; } = new("temperature schedule")
    {
        ["none"] = Plain,
        ["constant"] = Plain,
        ["flsw"] = named =>
        {
            double[] numbers = named.Numbers(("beta", null), ("gamma", null), ("eps", 1e-4));
            return FocalLossStyle(numbers[0], numbers[1], numbers[2]);
        },
        ["cwsm"] = named => StudentConfidence(named.Numbers(("beta", null))[0]),
    };

    /// <summary>The configured temperature, a scalar.</summary>
    public static TemperatureSchedule Constant() =>
        (student, _, temperature) => tensor(temperature, dtype: student.dtype, device: student.device);

    /// <summary>
    /// <c>flsw</c>: wᵢ = (1 − ⟨s/(‖s‖+ε), t/(‖t‖+ε)⟩)^γ, base not below 0: the further student and teacher are apart, the lower the
    /// temperature.
    /// </summary>
    /// <exception cref="ConfigurationException">γ is not from 0 to 100, ε is not above 0, or a number is infinite.</exception>
    public static TemperatureSchedule FocalLossStyle(double beta, double gamma, double eps = 1e-4)
    {
        Finite("flsw", "beta", beta);
        // The base is up to 2: its power must stay finite in single precision too.
        if (gamma is not (>= 0 and <= 100)) throw new ConfigurationException(
            Invariant($"The gamma of 'flsw' is {gamma:R}; it must be from 0 to 100."));
        if (!double.IsFinite(eps) || eps <= 0) throw new ConfigurationException(
            Invariant($"The eps of 'flsw' is {eps:R}; it must be above 0, or zero vectors have no direction."));
        return (student, teacher, temperature) =>
        {
            using var _ = no_grad();
            Tensor likeness = (Shortened(student) * Shortened(teacher)).sum(-1); // (…)
            return Spread(temperature, beta, (1 - likeness).clamp_min(0).pow(gamma));
        };

        Tensor Shortened(Tensor logits) => logits / (logits.norm(-1, keepdim: true) + eps); // (…, classes)
    }

    /// <summary><c>cwsm</c>: wᵢ = 1/(max softmax(sᵢ) + 1e-3): the less sure the student is, the lower the temperature.</summary>
    /// <exception cref="ConfigurationException">β is infinite.</exception>
    public static TemperatureSchedule StudentConfidence(double beta)
    {
        Finite("cwsm", "beta", beta);
        return (student, _, temperature) =>
        {
            using var noGradient = no_grad();
            return Spread(temperature, beta, 1 / (functional.softmax(student, dim: -1).amax([-1]) + 1e-3));
        };
    }

    private static Tensor Spread(double temperature, double beta, Tensor weights) =>
        (temperature + beta * (weights.mean() - weights)).clamp_min(Floor); // (…)

    private static TemperatureSchedule Plain(Named named)
    {
        named.Numbers(); // None: arguments are refused.
        return Constant();
    }

    private static void Finite(string schedule, string key, double value)
    {
        if (!double.IsFinite(value)) throw new ConfigurationException(
            Invariant($"The {key} of '{schedule}' is {value:R}; it must be a finite number."));
    }
}
