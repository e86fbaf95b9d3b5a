using System.Diagnostics;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Running;
using TextBrewer.Recipes.Tasks;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Benchmarking;

/// <summary>
/// Times models side by side: round by round each of them gets a batch, so that whatever else the machine does meets all of them alike.
/// Rounds for warming up are left out; tokenization is not part of it.
/// </summary>
public static class LatencyBenchmark
{
    private const int WarmUp = 5;

    /// <summary>Times models on batches of one shape.</summary>
    /// <param name="models">The models, by the names that the results get.</param>
    /// <param name="batch">Texts in a batch.</param>
    /// <param name="length">Tokens in a text; no longer than the shortest of the models takes.</param>
    /// <param name="rounds">How many batches each model gets.</param>
    public static IReadOnlyList<Latency> Run(IReadOnlyList<(string Name, ModelFolder Model)> models, int batch, int length, int rounds)
    {
        int tokens = models.Min(m => Math.Min(length, m.Model.Task.Settings.MaxLength));
        double[][] times = [.. models.Select(_ => new double[rounds])];
        using var noGrad = no_grad();
        IReadOnlyList<EncodedText>[] texts = [.. models.Select(m => ProbeTexts.Of(m.Model, batch, tokens))];
        for (int round = -WarmUp; round < rounds; round++)
        {
            for (int i = 0; i < models.Count; i++)
            {
                using var scope = NewDisposeScope();
                using TextBatch inputs = models[i].Model.Task.Collate(texts[i]);
                long start = Stopwatch.GetTimestamp();
                models[i].Model.Model.Logits(inputs);
                if (round >= 0) times[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }
        return [.. models.Select((m, i) => Of(m.Name, m.Model.Model.Bytes, batch, tokens, times[i]))];
    }

    private static Latency Of(string name, long bytes, int batch, int length, double[] times)
    {
        Array.Sort(times);
        return new Latency(name, batch, length, At(0.5), At(0.95), At(0.99), Math.Round(1000 * batch / At(0.5), 1), bytes);

        double At(double share) => Math.Round(times[(int)Math.Min(times.Length - 1, Math.Floor(share * times.Length))], 3);
    }
}
