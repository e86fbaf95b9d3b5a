using TextBrewer.Recipes.Tasks;

namespace TextBrewer.Recipes.Exporting;

/// <summary>How near a model's other form comes to it.</summary>
/// <param name="LargestDifference">The largest difference between two logits.</param>
/// <param name="Agreement">The share of decisions that are the same; null: the task decides nothing, or there was no data.</param>
/// <param name="Before">The model's metrics; null: there was no data.</param>
/// <param name="After">The other form's.</param>
/// <param name="Bytes">The size of its file.</param>
public sealed record Parity(double LargestDifference, double? Agreement, TaskScore? Before, TaskScore? After, long Bytes)
{
    /// <summary>Compares outputs.</summary>
    internal static Parity Of(IReadOnlyList<EncodedText> inputs, IReadOnlyList<float[][]> expected, IReadOnlyList<float[][]> actual, TaskData? data, long bytes)
    {
        double largest = 0;
        for (int i = 0; i < inputs.Count; i++)
            for (int output = 0; output < expected[i].Length; output++)
                largest = Math.Max(largest, expected[i][output].Zip(actual[i][output], (a, b) => Math.Abs((double)a - b)).Max());
        if (data is null) return new Parity(largest, null, null, null, bytes);
        IReadOnlyList<string> before = data.Decisions(expected), after = data.Decisions(actual);
        return new Parity(largest, before.Count == 0 ? null : Running.Evaluation.Agreement(before, after), data.Score(expected), data.Score(actual), bytes);
    }
}
