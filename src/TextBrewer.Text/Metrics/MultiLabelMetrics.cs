namespace TextBrewer.Text.Metrics;

/// <summary>
/// How well sets of labels were found, equal to scikit-learn. Fractions from 0 to 1; a label or an example that has nothing to count is 0.
/// </summary>
public sealed record MultiLabelMetrics
{
    /// <summary>Compares examples; each has a value for every label.</summary>
    /// <param name="gold">The right values.</param>
    /// <param name="predicted">The predicted ones.</param>
    /// <param name="times">How often each example counts; null: once.</param>
    public MultiLabelMetrics(IReadOnlyList<bool[]> gold, IReadOnlyList<bool[]> predicted, IReadOnlyList<int>? times = null)
    {
        if (gold.Count != predicted
            .Count) throw new ArgumentException($"{gold.Count} examples and {predicted.Count} predictions.", nameof(predicted));
        Count = times?.Sum() ?? gold.Count;
        int labels = gold.Count == 0 ? 0 : gold[0].Length;
        double[] right = new double[labels], real = new double[labels], guessed = new double[labels];
        double exact = 0, samples = 0, wrong = 0;
        for (int i = 0; i < gold.Count; i++)
        {
            if (gold[i].Length != labels || predicted[i].Length != labels)
                throw new ArgumentException(
                    $"Example {i} has {gold[i].Length} labels and {predicted[i].Length} predictions; the first has {labels}.",
                    nameof(predicted));
            int hit = 0, all = 0, miss = 0, weight = times?[i] ?? 1;
            for (int k = 0; k < labels; k++)
            {
                if (gold[i][k]) (real[k], all) = (real[k] + weight, all + 1);
                if (predicted[i][k]) (guessed[k], all) = (guessed[k] + weight, all + 1);
                if (gold[i][k] && predicted[i][k]) (right[k], hit) = (right[k] + weight, hit + 1);
                if (gold[i][k] != predicted[i][k]) miss++;
            }
            exact += miss == 0 ? weight : 0;
            samples += weight * Ratio(2.0 * hit, all);
            wrong += weight * miss;
        }
        Precision = right.Zip(guessed, Ratio).DefaultIfEmpty().Average();
        Recall = right.Zip(real, Ratio).DefaultIfEmpty().Average();
        F1 = right.Select((r, k) => Ratio(2 * r, real[k] + guessed[k])).DefaultIfEmpty().Average();
        F1Micro = Ratio(2 * right.Sum(), real.Sum() + guessed.Sum());
        F1Samples = Ratio(samples, Count);
        ExactMatch = Ratio(exact, Count);
        Hamming = Ratio(wrong, (double)Count * labels);
    }

    /// <summary>How many examples were compared.</summary>
    public int Count { get; }

    /// <summary>The mean of the labels' F1 (macro).</summary>
    public double F1 { get; }

    /// <summary>F1 over all decisions together.</summary>
    public double F1Micro { get; }

    /// <summary>The mean of the examples' F1; an example without labels, real or predicted, counts as 0.</summary>
    public double F1Samples { get; }

    /// <summary>The share of examples whose labels are all right.</summary>
    public double ExactMatch { get; }

    /// <summary>Hamming loss: the share of decisions that are wrong.</summary>
    public double Hamming { get; }

    /// <summary>The mean of the labels' precision.</summary>
    public double Precision { get; }

    /// <summary>The mean of the labels' recall.</summary>
    public double Recall { get; }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
