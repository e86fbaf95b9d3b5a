using System.Globalization;
using TextBrewer.Naming;

namespace TextBrewer.Schedules;

/// <summary>Learning-rate schedules as transformers defines them. A warmup below 1 is a share of the run, else a number of steps.</summary>
public static class LearningRateSchedules
{
    /// <summary>
    /// The schedules that a recipe can name; <c>["polynomial", power, end]</c> and <c>["cosine_with_restarts", cycles]</c> take arguments.
    /// </summary>
    public static NameTable<LearningRateScheduleMaker> Names { get; } = new("learning-rate schedule")
    {
        ["constant"] = _ => (_, _) => Constant(),
        ["constant_with_warmup"] = _ => (warmup, _) => ConstantWithWarmup(warmup),
        ["linear"] = _ => (warmup, _) => Linear(warmup),
        ["polynomial"] = named =>
        {
            double[] arguments = named.Numbers(("power", 1), ("end", 1e-7));
            return (warmup, learningRate) => Polynomial(learningRate, warmup, power: arguments[0], endRate: arguments[1]);
        },
        ["cosine"] = _ => (warmup, _) => Cosine(warmup),
        ["cosine_with_restarts"] = named =>
        {
            double cycles = named.Numbers(("cycles", 1))[0];
            return (warmup, _) => CosineWithRestarts(warmup, cycles);
        },
    };

    /// <summary>The full rate throughout.</summary>
    public static LearningRateSchedule Constant() => (_, _) => 1;

    /// <summary>Up to the full rate during the warmup, constant from there.</summary>
    public static LearningRateSchedule ConstantWithWarmup(double warmup = 0) => AfterWarmup(warmup, _ => 1);

    /// <summary>Up to the full rate during the warmup, then straight down to 0 at the end of the run.</summary>
    public static LearningRateSchedule Linear(double warmup = 0) => AfterWarmup(warmup, x => 1 - x);

    /// <summary>
    /// Up to the full rate during the warmup, then down to <paramref name="endRate"/> at the end of the run along a power of what is left.
    /// </summary>
    /// <param name="learningRate">The optimizer's learning rate: the end is a rate, the schedule a factor. A group with a rate of its own
    /// is scaled by the same factor.</param>
    /// <param name="warmup">The warmup.</param>
    /// <param name="power">1: a straight line; 2: steep at first.</param>
    /// <param name="endRate">The rate at the end of the run.</param>
    /// <exception cref="ConfigurationException">The end is below 0 or not below <paramref name="learningRate"/>, or the power is not above
    /// 0.</exception>
    public static LearningRateSchedule Polynomial(double learningRate, double warmup = 0, double power = 1, double endRate = 1e-7)
    {
        if (!(endRate >= 0 && endRate < learningRate))
            throw Problem($"A polynomial schedule goes down from its learning rate; it cannot go from {learningRate:R} to {endRate:R}.");
        if (!(power > 0)) throw Problem($"The power of a polynomial schedule is {power:R}; it must be above 0.");
        double end = endRate / learningRate;
        return AfterWarmup(warmup, x => ((1 - end) * Math.Pow(Math.Max(0, 1 - x), power)) + end);
    }

    /// <summary>Up to the full rate during the warmup, then down to 0 along half a cosine.</summary>
    public static LearningRateSchedule Cosine(double warmup = 0) => AfterWarmup(warmup, x => 0.5 * (1 + Math.Cos(Math.PI * x)));

    /// <summary>
    /// Up to the full rate during the warmup, then down to 0 along half a cosine and up again at once, as often as there are cycles
    /// (Loshchilov and Hutter 2017).
    /// </summary>
    /// <param name="warmup">The warmup.</param>
    /// <param name="cycles">How many half cosines; a fraction cuts the last one short.</param>
    /// <exception cref="ConfigurationException">The cycles are not above 0.</exception>
    public static LearningRateSchedule CosineWithRestarts(double warmup = 0, double cycles = 1)
    {
        if (!(cycles > 0
            && double.IsFinite(cycles))) throw Problem($"The cycles of a cosine with restarts are {cycles:R}; they must be above 0.");
        return AfterWarmup(warmup, x => x >= 1 ? 0 : 0.5 * (1 + Math.Cos(Math.PI * (cycles * x % 1))));
    }

    private static LearningRateSchedule AfterWarmup(double warmup, Func<double, double> factor)
    {
        if (!(warmup >= 0)) throw new ArgumentOutOfRangeException(
            nameof(warmup),
            warmup,
            "A warmup is a share below 1 or a number of steps.");
        return (step, steps) =>
        {
            long first = warmup < 1 ? (long)(warmup * steps) : (long)warmup;
            if (step < first) return (double)step / first;
            return Math.Max(0, factor((double)(step - first) / Math.Max(1, steps - first)));
        };
    }

    private static ConfigurationException Problem(FormattableString sentence) => new(sentence.ToString(CultureInfo.InvariantCulture));
}
