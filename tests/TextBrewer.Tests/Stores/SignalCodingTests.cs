using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Naming;
using TextBrewer.Stores;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Stores;

/// <summary>Signals are cut by example and joined again whatever feature they are of.</summary>
public sealed class SignalCodingTests
{
    private static readonly Gen<int[]> Lengths = Gen.Int[1, 6].Array[1, 5];

    [Fact]
    public void Join_of_what_was_split_is_the_batch_with_the_padding_of_each_feature() => Lengths.Sample(lengths =>
    {
        using DisposeScope scope = NewDisposeScope();
        Signals batch = Padded(lengths);
        Signals joined = SignalJoin.Of(Split(batch, [.. lengths.Select(length => (int?)length)]));
        foreach ((Feature feature, SignalList list) in batch.Table)
            for (int i = 0; i < list.Count; i++) Assert.Equal(Agree.Values(list[i]), Agree.Values(joined[feature]![i]));
    }, iter: 50);

    [Theory]
    [InlineData("""{"slots":[null]}""")]
    [InlineData("""{"slots":[{"feature":null,"type":"Float32","sizes":[1],"axes":[]}]}""")]
    [InlineData("""{"slots":[{"feature":"logits","type":"Float32","sizes":null,"axes":[]}]}""")]
    [InlineData("""{"slots":[{"feature":"logits","type":"Float32","sizes":[1,-5],"axes":[]}]}""")]
    [InlineData("""{"slots":[{"feature":"logits","type":"QInt8","sizes":[1],"axes":[]}]}""")]
    [InlineData("""{"slots":[],"teachers":[null]}""")]
    public void Layout_that_nobody_writes_is_none(string json) =>
        Assert.Throws<System.Text.Json.JsonException>(() => SignalLayout.Parse(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Join_of_examples_of_two_batches_is_as_long_as_the_longest_of_them()
    {
        using DisposeScope scope = NewDisposeScope();
        StoredSignals[] first = Split(Padded([2, 5]), [2, 5]), second = Split(Padded([3]), [3]);
        Signals joined = SignalJoin.Of([first[0], second[0]]);
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
        StoredSignals[] first = Split(Padded([2, 5]), [null, null]), second = Split(Padded([3]), [null]);
        Assert.Equal([2, 5, 4], SignalJoin.Of(first).Hidden![0].shape);
        string message = Assert.Throws<ConfigurationException>(() => SignalJoin.Of([first[0], second[0]])).Message;
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
        StoredSignals[] split = Split(choices, [2, 2]);
        Assert.Equal([3, 2, 2], SignalJoin.Of([split[1]]).Hidden![0].shape);
        Assert.Equal(12, SignalJoin.Of([split[1]]).Hidden![0][0, 0, 0].item<double>());
        Assert.Equal([6, 2, 2], SignalJoin.Of([split[1], split[0]]).Hidden![0].shape);
    }

    [Fact]
    public void Tensor_without_a_row_for_each_example_is_an_error_that_names_it()
    {
        using DisposeScope scope = NewDisposeScope();
        Signals pooled = new() { Hidden = zeros(5, 2, 4) };
        string message = Assert.Throws<ConfigurationException>(() => Split(pooled, [2, 2])).Message;
        Assert.Contains("'hidden' has the shape (5, 2, 4) for 2 examples", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_precision_rounds_numbers_and_keeps_nan_infinity_and_what_is_beyond_its_range()
    {
        using DisposeScope scope = NewDisposeScope();
        float[] odd = [0.1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -10000, 65504, 0, -0f];
        Signals batch = new() { Hidden = tensor([.. odd, .. odd[..7], 1e9f], 2, 1, 8), Logits = tensor(odd, 2, 4).to(ScalarType.Float64) };
        StoredSignals[] split = Split(batch, [1, 1], StorePrecision.Half);
        Signals joined = SignalJoin.Of(split);
        Assert.Equal([(float)(Half)0.1f, .. odd[1..], .. odd[..7], 1e9f], joined.Hidden![0].data<float>().ToArray());
        Assert.Equal([.. odd.Select(x => (double)(Half)x)], joined.Logits![0].data<double>().ToArray());
        // Eight numbers of hidden and four logits, in 2 bytes each; those of the second example as they are.
        Assert.Equal((24, 8 + (8 * 4)), (split[0].Data.Length, split[1].Data.Length));
    }

    [Fact]
    public void Exact_precision_keeps_every_bit_of_every_type()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (ScalarType type in (ScalarType[])[
            ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32,
            ScalarType.Bool, ScalarType.Byte])
        {
            Tensor values = (randn(3, 2, 5) * 3).to(type);
            Tensor read = SignalJoin.Of(Split(new Signals { Hidden = values }, [2, 2, 2])).Hidden![0];
            Assert.Equal(type, read.dtype);
            Assert.Equal(values.bytes.ToArray(), read.bytes.ToArray());
        }
    }

    [Fact]
    public void Layers_that_are_not_wanted_are_left_out_and_the_others_are_read_from_their_places()
    {
        using DisposeScope scope = NewDisposeScope();
        Signals batch = Padded([2, 3]);
        Signals joined = SignalJoin.Of(Split(batch, [2, 3]), feature => feature != Features.Hidden);
        Assert.Null(joined.Hidden);
        Assert.Equal(Agree.Values(batch.LogitsMask![0]), Agree.Values(joined.LogitsMask![0]));
        Assert.Equal(Agree.Values(batch.Teachers![0].Value![0]), Agree.Values(joined.Teachers![0].Value![0]));
    }

    [Fact]
    public void Layout_read_from_its_json_is_the_same()
    {
        using DisposeScope scope = NewDisposeScope();
        SignalLayout layout = Split(Padded([2, 3]), [2, null])[1].Layout;
        Assert.Equal(layout.Hash, SignalLayout.Parse(layout.Json).Hash);
    }

    private static StoredSignals[] Split(Signals batch, int?[] lengths, StorePrecision precision = StorePrecision.Exact) =>
        new SignalEncoder(precision).Encode(
            batch,
            [.. lengths.Select((length, i) => new Example((UInt128)i, length))],
            new SignalBuffer());

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
