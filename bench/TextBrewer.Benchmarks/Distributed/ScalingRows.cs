using System.Globalization;
using TextBrewer.Benchmarks.Results;
using TextBrewer.Benchmarks.Steps;
using TextBrewer.Models.Encoders;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>What the model says of machines that are not here, each as fast as this one.</summary>
internal static class ScalingRows
{
    // Batches for one sum of gradients, or steps between averages.
    private const int Often = 8;

    // Of the batch that more and more machines share.
    private const int Examples = 2048;

    private static readonly int[] Machines = [64, 1024], Gigabits = [10, 25, 100];

    internal static List<ResultRow> Of(
        StepShape shape,
        ComputeLine compute,
        IReadOnlyDictionary<ExchangeVariant, VariantExchange> exchanges)
    {
        List<ResultRow> rows =
        [
            new($"{shape.Name}: a machine computes for a step", compute.Fixed * 1e3, "ms"),
            new($"{shape.Name}: a machine computes for an example", compute.PerExample * 1e3, "ms"),
        ];
        foreach ((string title, ScalingModel model, int batch) in Options(shape, compute, exchanges))
        {
            foreach (int machines in Machines)
                foreach (int gigabits in Gigabits)
                {
                    double computes = model.Efficiency(machines, shape.Batch, Link(gigabits));
                    rows.Add(Row($"{machines} machines, {gigabits} Gb/s, {title}", computes, "%"));
                }
            foreach (int gigabits in Gigabits)
                rows.Add(Row($"scaling ends, {gigabits} Gb/s, {title}", model.End(batch, Link(gigabits)), ""));
        }
        return rows;

        ResultRow Row(string what, double value, string unit) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{shape.Name}: {what}"), value, unit);
    }

    private static IEnumerable<(string Title, ScalingModel Model, int Batch)> Options(
        StepShape shape,
        ComputeLine compute,
        IReadOnlyDictionary<ExchangeVariant, VariantExchange> exchanges)
    {
        ScalingModel plain = Model(ExchangeVariant.Plain);
        foreach (ExchangeVariant variant in exchanges.Keys.Where(variant => variant.Accumulation == 1))
            yield return (variant.Title, Model(variant), Examples);
        yield return ("eight batches a step", plain with { Accumulation = Often }, Examples);
        yield return ("an average every eight steps", plain with { Accumulation = Often, Times = 3 }, Examples);

        ScalingModel Model(ExchangeVariant variant) => new(
            compute.Fixed,
            compute.PerExample,
            exchanges[variant].Exchange / 1e3,
            Bytes(variant));

        // The batches of so many machines have most words of a vocabulary, so that its whole table travels.
        double Bytes(ExchangeVariant variant) => exchanges
            .Single(one => one.Key.IsFrozen && one.Key.IsHalf == variant.IsHalf).Value.Said.Bytes
            + (variant.IsFrozen ? 0 : Embeddings(shape.Student) * (variant.IsHalf ? sizeof(float) / 2 : sizeof(float)));
    }

    /// <summary>How many parameters embeddings have: words, positions, types, the layer norm behind them.</summary>
    private static double Embeddings(EncoderConfig config) =>
        (double)config.HiddenSize * (config.VocabSize + config.MaxPositionEmbeddings + config.TypeVocabSize + 2);

    private static double Link(int gigabits) => gigabits * 1e9 / 8;
}
