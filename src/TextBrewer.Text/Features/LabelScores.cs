namespace TextBrewer.Text.Features;

/// <summary>What the logits of a text's labels mean.</summary>
/// <param name="Probabilities">The probability of each label, in the order of the logits.</param>
/// <param name="Best">The most probable label; of equal ones the first.</param>
/// <param name="Given">The labels that the text gets: the best one, or each whose probability is above one half.</param>
public sealed record LabelScores(IReadOnlyList<float> Probabilities, int Best, IReadOnlyList<int> Given)
{
    /// <summary>One label, or one choice, of several: softmax over all.</summary>
    public static LabelScores OneOf(ReadOnlySpan<float> logits)
    {
        float[] values = Softmax(logits);
        int best = Largest(values);
        return new LabelScores(values, best, [best]);
    }

    /// <summary>Any number of labels: a sigmoid for each.</summary>
    public static LabelScores AnyOf(ReadOnlySpan<float> logits)
    {
        float[] values = new float[logits.Length];
        for (int i = 0; i < values.Length; i++) values[i] = 1 / (1 + MathF.Exp(-logits[i]));
        return new LabelScores(values, Largest(values), [.. Enumerable.Range(0, values.Length).Where(i => values[i] > 0.5f)]);
    }

    private static float[] Softmax(ReadOnlySpan<float> logits)
    {
        float[] values = logits.ToArray();
        float largest = values.Max(), sum = 0;
        for (int i = 0; i < values.Length; i++) sum += values[i] = MathF.Exp(values[i] - largest);
        for (int i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }

    private static int Largest(float[] values) => Array.IndexOf(values, values.Max());
}
