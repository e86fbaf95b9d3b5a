namespace TextBrewer.Schedules;

/// <summary>Learning-rate schedules as transformers defines them. A warmup below 1 is a share of the run, else a number of steps.</summary>
public static class LearningRateSchedules
{
    /// <summary>The full rate throughout.</summary>
    public static LearningRateSchedule Constant() => (_, _) => 1;

    /// <summary>Up to the full rate during the warmup, constant from there.</summary>
    public static LearningRateSchedule ConstantWithWarmup(double warmup = 0) => AfterWarmup(warmup, _ => 1);

    /// <summary>Up to the full rate during the warmup, then straight down to 0 at the end of the run.</summary>
    public static LearningRateSchedule Linear(double warmup = 0) => AfterWarmup(warmup, x => 1 - x);

    /// <summary>Up to the full rate during the warmup, then down to 0 along half a cosine.</summary>
    public static LearningRateSchedule Cosine(double warmup = 0) => AfterWarmup(warmup, x => 0.5 * (1 + Math.Cos(Math.PI * x)));

    private static LearningRateSchedule AfterWarmup(double warmup, Func<double, double> factor)
    {
        if (!(warmup >= 0)) throw new ArgumentOutOfRangeException(nameof(warmup), warmup, "A warmup is a share below 1 or a number of steps.");
        return (step, steps) =>
        {
            long first = warmup < 1 ? (long)(warmup * steps) : (long)warmup;
            if (step < first) return (double)step / first;
            return Math.Max(0, factor((double)(step - first) / Math.Max(1, steps - first)));
        };
    }
}
