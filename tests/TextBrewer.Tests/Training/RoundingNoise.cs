using TextBrewer.Testing;

namespace TextBrewer.Tests.Training;

/// <summary>
/// The weights whose first step says nothing in float32. Adam's first step is rate · g / (|g| + ε): where a gradient g is as small as
/// ε = 1e-8, an error of d in it moves the weight by rate · d · ε / (|g| + ε)², and d is at least half a unit in the last place of the
/// model's largest gradient. Where that alone is more than the tolerance, no float32 run can be told from a wrong one by this weight.
/// </summary>
internal static class RoundingNoise
{
    private const double Epsilon = 1e-8, HalfUnit = 1.0 / (1 << 24);

    /// <summary>The elements of a golden run that float32 cannot settle, by the gradients of its first step in float64.</summary>
    internal static HashSet<(string Weight, int Element)> Of(string name, double tolerance)
    {
        using TemporaryFolder folder = new();
        using GoldenRun run = new(name);
        FirstGradients first = new(run.Student.Module);
        run.AlsoTo = first;
        run.Train(folder.Path);
        double rate = run.Expected.GetProperty("optimizer").GetProperty("lr").GetDouble();
        double error = HalfUnit * first.Values.Values.Max(gradients => gradients.Max(Math.Abs));
        Dictionary<string, double[]> weights = run.Student.Weights();
        HashSet<(string, int)> found = [];
        foreach ((string weight, double[] gradients) in first.Values)
        {
            double allowed = tolerance * Math.Max(0.01, weights[weight].Max(Math.Abs));
            foreach ((int i, double g) in gradients.Index())
            {
                double moved = rate * error * Epsilon / Math.Pow(Math.Abs(g) + Epsilon, 2);
                // A gradient of exactly 0, as that of a word which is in no batch, has no error.
                if (g != 0 && moved > allowed) found.Add((weight, i));
            }
        }
        return found;
    }
}
