using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Naming;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Adaptors;

/// <summary>Signals are cut by example and joined again whatever feature they are of.</summary>
public sealed class ExampleSignalsTests
{
    private static readonly Gen<int[]> Lengths = Gen.Int[1, 6].Array[1, 5];

    [Fact]
    public void Join_of_what_was_split_is_the_batch_with_the_padding_of_each_feature() => Lengths.Sample(lengths =>
    {
        using DisposeScope scope = NewDisposeScope();
        Signals batch = Padded(lengths);
        Signals joined = ExampleSignals.Join(ExampleSignals.Split(batch, [.. lengths.Select(length => (int?)length)]), lengthsKnown: true);
        foreach ((Feature feature, SignalList list) in batch.Table)
            for (int i = 0; i < list.Count; i++) Assert.Equal(Agree.Values(list[i]), Agree.Values(joined[feature]![i]));
    }, iter: 50);

    [Fact]
    public void Join_of_examples_of_two_batches_is_as_long_as_the_longest_of_them()
    {
        using DisposeScope scope = NewDisposeScope();
        Signals[] first = ExampleSignals.Split(Padded([2, 5]), [2, 5]), second = ExampleSignals.Split(Padded([3]), [3]);
        Signals joined = ExampleSignals.Join([first[0], second[0]], lengthsKnown: true);
        Assert.Equal([2, 3, 4], joined.Hidden![0].shape);
        Assert.Equal([2, 2, 3, 3], joined.AttentionScores![0].shape);
        Assert.Equal(-10000, joined.AttentionScores![0][0, 0, 0, 2].item<double>());
        Assert.Equal([2, 3], joined.Logits![0].shape);
        Assert.Equal(-7, joined.Logits![0][0, 2].item<double>());
    }

    [Fact]
    public void Lengths_that_nobody_knows_are_an_error_where_they_matter_and_none_where_all_are_the_same()
    {
        using DisposeScope scope = NewDisposeScope();
        Signals[] first = ExampleSignals.Split(Padded([2, 5]), [null, null]), second = ExampleSignals.Split(Padded([3]), [null]);
        Assert.Equal([2, 5, 4], ExampleSignals.Join(first, lengthsKnown: false).Hidden![0].shape);
        string message = Assert.Throws<ConfigurationException>(() => ExampleSignals.Join([first[0], second[0]], lengthsKnown: false))
            .Message;
        Assert.Contains("give Batches.From a length", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_of_several_rows_keep_their_rows()
    {
        using DisposeScope scope = NewDisposeScope();
        Signals choices = new()
        {
            Hidden = arange(24, ScalarType.Float64).view(6, 2, 2),
            Logits = arange(6, ScalarType.Float64).view(2, 3)
        };
        Signals[] split = ExampleSignals.Split(choices, [2, 2]);
        Assert.Equal([3, 2, 2], split[1].Hidden![0].shape);
        Assert.Equal(12, split[1].Hidden![0][0, 0, 0].item<double>());
        Assert.Equal([6, 2, 2], ExampleSignals.Join([split[1], split[0]], lengthsKnown: true).Hidden![0].shape);
    }

    [Fact]
    public void Tensor_without_a_row_for_each_example_is_an_error_that_names_it()
    {
        using DisposeScope scope = NewDisposeScope();
        Signals pooled = new() { Hidden = zeros(5, 2, 4) };
        string message = Assert.Throws<ConfigurationException>(() => ExampleSignals.Split(pooled, [2, 2])).Message;
        Assert.Contains("'hidden' has the shape (5, 2, 4) for 2 examples", message, StringComparison.Ordinal);
    }

    /// <summary>Signals of every kind, what a teacher is not asked for left out, padded as an adaptor pads them.</summary>
    private static Signals Padded(int[] lengths)
    {
        int longest = lengths.Max();
        Tensor real = (arange(longest).unsqueeze(0) < tensor([.. lengths.Select(length => (long)length)]).unsqueeze(1)); // (batch, length)
        Tensor pairs = real.unsqueeze(1).logical_and(real.unsqueeze(2)).unsqueeze(1); // (batch, 1, length, length)
        Tensor hidden = rand([lengths.Length, longest, 4], ScalarType.Float64) * real.unsqueeze(-1);
        Tensor scores = rand([lengths.Length, 2, longest, longest], ScalarType.Float64);
        return new Signals
        {
            Logits = new SignalList([rand([lengths.Length, longest], ScalarType.Float64).masked_fill(real.logical_not(), -7)])
            {
                Axes = [Axis.Batch, Axis.Length],
                Padding = -7,
            },
            LogitsMask = real,
            Hidden = new[] { hidden, hidden * 2 },
            AttentionScores = scores.masked_fill(pairs.logical_not(), -10000),
            Teachers = [new Signals { Value = hidden, Logits = rand([lengths.Length, 3], ScalarType.Float64) }],
        };
    }
}
