namespace TextBrewer.Recipes.Predicting;

/// <summary>Logits to probabilities.</summary>
internal static class Probability
{
    internal static float Sigmoid(float logit) => 1 / (1 + MathF.Exp(-logit));

    internal static float[] Softmax(ReadOnlySpan<float> logits)
    {
        float[] values = logits.ToArray();
        float largest = values.Max(), sum = 0;
        for (int i = 0; i < values.Length; i++) sum += values[i] = MathF.Exp(values[i] - largest);
        for (int i = 0; i < values.Length; i++) values[i] /= sum;
        return values;
    }
}
