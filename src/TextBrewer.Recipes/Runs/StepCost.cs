namespace TextBrewer.Recipes.Runs;

/// <summary>What the steps of a training cost.</summary>
/// <param name="Steps">How many there are.</param>
/// <param name="SecondsPerStep">Seconds of one, of the epoch's mean length.</param>
/// <param name="Error">The standard error of that, as a share.</param>
/// <param name="TimedSteps">How many were timed.</param>
internal sealed record StepCost(long Steps, double SecondsPerStep, double Error, int TimedSteps)
{
    /// <summary>What they cost once the teacher's outputs are stored; null: there is no store.</summary>
    internal StepCost? Stored { get; init; }

    /// <summary>How many steps the teacher is asked in, where there is a store.</summary>
    internal double Asking { get; init; }

    /// <summary>Seconds of all steps.</summary>
    internal double Seconds => Stored is null
        ? Steps * SecondsPerStep
        : (Asking * SecondsPerStep) + ((Steps - Asking) * Stored.SecondsPerStep);

    /// <summary>Makes it of steps that were timed.</summary>
    /// <param name="timed">The steps.</param>
    /// <param name="sizes">Tokens of each, and of a step of the epoch; null: unknown.</param>
    internal static StepCost Of(TimedSteps timed, (double[] Timed, double Mean)? sizes)
    {
        double[] seconds = [.. timed.Seconds];
        int count = seconds.Length;
        double mean = seconds.Average();
        // A step costs something, and each of its tokens.
        (double start, double perToken) = sizes is { } known ? Line(known.Timed, seconds) : (mean, 0);
        double[] rest = [.. seconds.Select((second, i) => second - start - (perToken * (sizes?.Timed[i] ?? 0)))];
        double spread = Math.Sqrt(rest.Sum(value => value * value) / Math.Max(1, count - 2));
        double step = start + (perToken * (sizes?.Mean ?? 0));
        return new(timed.Steps, step, spread / Math.Sqrt(count) / step, count);
    }

    /// <summary>The line of least squares with no negative part.</summary>
    private static (double Start, double Slope) Line(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double variance = x.Sum(value => (value - meanX) * (value - meanX));
        double slope = variance > 0 ? x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / variance : 0;
        double start = meanY - (slope * meanX);
        if (slope < 0) return (meanY, 0);
        return start < 0 ? (0, meanY / meanX) : (start, slope);
    }
}
