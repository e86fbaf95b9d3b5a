namespace TextBrewer.Text.Features;

/// <summary>What the logits of a text's labels mean.</summary>
/// <param name="Probabilities">The probability of each label, in the order of the logits.</param>
/// <param name="Best">The most probable label; of equal ones the first.</param>
/// <param name="Given">The labels that the text gets: the best one, or each that <see cref="IsGiven"/> says.</param>
public sealed record LabelScores(IReadOnlyList<float> Probabilities, int Best, IReadOnlyList<int> Given)
{
    /// <summary>One label, or one choice, of several: softmax over all.</summary>
    public static LabelScores OneOf(ReadOnlySpan<float> logits)
    {
        int best = BestOf(logits);
        return new LabelScores(Softmax(logits), best, [best]);
    }

    /// <summary>Any number of labels: a sigmoid for each.</summary>
    public static LabelScores AnyOf(ReadOnlySpan<float> logits)
    {
        float[] values = new float[logits.Length];
        List<int> given = [];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = 1 / (1 + MathF.Exp(-logits[i]));
            if (IsGiven(logits[i])) given.Add(i);
        }
        return new LabelScores(values, BestOf(logits), given);
    }

    /// <summary>
    /// Whether a text gets one of any number of labels: its logit is above 0, which is a probability above one half. The logit decides,
    /// because the probability of a very small one rounds to one half.
    /// </summary>
    /// <param name="logit">The label's logit.</param>
    public static bool IsGiven(float logit) => logit > 0;

    /// <summary>
    /// The label of the largest logit; of equal ones the first. Probabilities round, so that two labels may share the largest one.
    /// </summary>
    /// <param name="logits">A logit for each label; what is not a number is never the largest.</param>
    public static int BestOf(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best] || (float.IsNaN(logits[best]) && !float.IsNaN(logits[i]))) best = i;
        return best;
    }

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        float[] values = logits.ToArray();
        float largest = values.Max(), sum = 0;
        for (int i = 0; i < values.Length; i++) sum += values[i] = MathF.Exp(values[i] - largest);
        for (int i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }
}
