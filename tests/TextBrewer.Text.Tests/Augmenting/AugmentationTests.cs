using CsCheck;
using TextBrewer.Text.Augmenting;

namespace TextBrewer.Text.Tests.Augmenting;

public sealed class AugmentationTests
{
    private static readonly int[] Eleven = [.. Enumerable.Range(0, 11)];

    // Texts, seeds, and five probabilities that add up to 1.
    private static readonly Gen<(int[] Tokens, int Seed, double[] Cases)> Any =
        Gen.Select(
            Gen.Int[0, 9].Array[0, 40],
            Gen.Int,
            Gen.Double[0.001, 1].Array[5].Select(parts => parts.Select(part => part / parts.Sum()).ToArray()));

    // The example of the reference's documentation, which leaves out the last token of the result.
    [Fact]
    public void LongDisorder_of_the_references_example_is_its_result() =>
        Assert.Equal([2, 3, 0, 1, 6, 7, 4, 5, 8, 9, 10], new LongDisorder<int>(probability: 1, length: 0.4).Apply(Eleven, new Random(0)));

    [Theory]
    [InlineData(1, new[] { 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 10 })] // bac
    [InlineData(2, new[] { 2, 1, 0, 5, 4, 3, 8, 7, 6, 10, 9 })] // cba
    [InlineData(3, new[] { 2, 0, 1, 5, 3, 4, 8, 6, 7, 10, 9 })] // cab
    [InlineData(4, new[] { 1, 2, 0, 4, 5, 3, 7, 8, 6, 10, 9 })] // bca
    public void ShortDisorder_of_one_case_alone_is_that_case_everywhere(int which, int[] expected) =>
        Assert.Equal(
            expected,
            new ShortDisorder<int>([.. Enumerable.Range(0, 5).Select(i => i == which ? 1.0 : 0)]).Apply(Eleven, new Random(0)));

    [Fact]
    public void Disorders_keep_every_token() => Any.Sample(any =>
    {
        foreach (IAugmentation<int> disorder in new IAugmentation<int>[] {
            new ShortDisorder<int>(),
            new ShortDisorder<int>(any.Cases),
            new LongDisorder<int>(),
            new LongDisorder<int>(any.Cases[0], any.Cases[1]),
            new LongDisorder<int>(1, 5) })
            Assert.Equal(any.Tokens.Order(), disorder.Apply(any.Tokens, new Random(any.Seed)).Order());
    });

    [Fact]
    public void NGram_is_a_span_of_the_text_and_as_long_as_asked_where_the_text_is() => Any.Sample(any =>
    {
        int length = 1 + (any.Seed & 7);
        int[] gram = new NGramSampling<int>([length], [1]).Apply(any.Tokens, new Random(any.Seed));
        Assert.Equal(Math.Min(length, any.Tokens.Length), gram.Length);
        Assert.Contains(
            Enumerable.Range(0, any.Tokens.Length - gram.Length + 1),
            start => any.Tokens.AsSpan(start, gram.Length).SequenceEqual(gram));
        Assert.InRange(new NGramSampling<int>().Apply(any.Tokens, new Random(any.Seed)).Length, Math.Min(1, any.Tokens.Length), 5);
    });

    [Fact]
    public void Deleting_leaves_the_rest_in_its_order() => Any.Sample(any =>
    {
        int found = 0;
        int[] left = new Deleting<int>(any.Cases[0]).Apply(any.Tokens, new Random(any.Seed));
        foreach (int token in any.Tokens) if (found < left.Length && token == left[found]) found++;
        Assert.Equal(left.Length, found);
    });

    [Fact]
    public void Masking_keeps_the_length_and_every_token_that_is_not_masked() => Any.Sample(any =>
    {
        int[] masked = new Masking<int>(mask: -1, any.Cases[0]).Apply(any.Tokens, new Random(any.Seed));
        Assert.Equal(any.Tokens.Length, masked.Length);
        Assert.All(masked.Zip(any.Tokens), pair => Assert.True(pair.First == -1 || pair.First == pair.Second));
    });

    [Fact]
    public void Augmentation_of_the_same_seed_is_the_same_and_never_touches_the_text() => Any.Sample(any =>
    {
        foreach (IAugmentation<int> augmentation in All(any.Cases))
        {
            int[] text = [.. any.Tokens];
            Assert.Equal(augmentation.Apply(text, new Random(any.Seed)), augmentation.Apply(text, new Random(any.Seed)));
            Assert.Equal(any.Tokens, text);
        }
    });

    [Fact]
    public void Augmentation_happens_as_often_as_its_probability_says()
    {
        int[] text = new int[100_000];
        Assert.InRange(new Masking<int>(1).Apply(text, new Random(1)).Sum(), 9_500, 10_500);
        int[] replaced = new Replacing<int>((_, random) => 1 + random.Next(4)).Apply(text, new Random(1));
        Assert.InRange(replaced.Count(token => token > 0), 39_500, 40_500);
        Assert.All(Enumerable.Range(1, 4), word => Assert.InRange(replaced.Count(token => token == word), 9_600, 10_400));
        Assert.InRange(new Deleting<int>(0.3).Apply(text, new Random(1)).Length, 69_500, 70_500);
        Random random = new(1);
        int[] lengths = [.. Enumerable.Range(0, 10_000)
            .Select(_ => new NGramSampling<int>([1, 3], [0.25, 0.75]).Apply(Eleven, random).Length)];
        Assert.InRange(lengths.Count(length => length == 3), 7_300, 7_700);
        // A swap takes two places: at 0.1 per place, 1 of 11 draws moves on by two.
        int[] numbers = [.. Enumerable.Range(0, 100_000)];
        Assert.InRange(new ShortDisorder<int>().Apply(numbers, new Random(1)).Where((token, i) => token != i).Count() / 2, 8_700, 9_500);
    }

    [Fact]
    public void Augmentation_with_probability_0_or_1_does_nothing_or_all()
    {
        Assert.Equal(Eleven, new Masking<int>(-1, 0).Apply(Eleven, new Random(0)));
        Assert.All(new Masking<int>(-1, 1).Apply(Eleven, new Random(0)), token => Assert.Equal(-1, token));
        Assert.Equal(Eleven, new Deleting<int>(0).Apply(Eleven, new Random(0)));
        Assert.Empty(new Deleting<int>(1).Apply(Eleven, new Random(0)));
        Assert.Equal(Eleven, new LongDisorder<int>(0, 4).Apply(Eleven, new Random(0)));
        Assert.Equal(Eleven, new Replacing<int>((_, _) => -1, 0).Apply(Eleven, new Random(0)));
        Assert.Equal(Eleven.Select(token => token + 100), new Replacing<int>((token, _) => token + 100, 1).Apply(Eleven, new Random(0)));
        Assert.Equal(["[MASK]"], new Masking<string>("[MASK]", 1).Apply(["good"], new Random(0)));
    }

    // TextBrewer: a relative length that rounds to 0 swaps nothing at the same place for ever.
    [Fact]
    public async Task LongDisorder_never_loops_forever_whatever_the_length() => await Task.Run(() =>
    {
        for (int count = 0; count < 30; count++)
        {
            int[] text = [.. Enumerable.Range(0, count)];
            foreach (double length in new[] { 1e-9, 0.01, 0.03, 0.05, 0.5, 1, 1.5, 2, 3, 1000 })
                Assert.Equal(text, new LongDisorder<int>(1, length).Apply(text, new Random(0)).Order());
            Assert.Equal(text, new LongDisorder<int>(1, 0.03).Apply(text, new Random(0)));
        }
    }).WaitAsync(TimeSpan.FromSeconds(20));

    // TextBrewer: np.random.randint fails where the text is shorter than the n-gram.
    [Fact]
    public void NGramSampling_of_text_shorter_than_the_n_gram_takes_it_whole()
    {
        Assert.Equal([7, 8], new NGramSampling<int>([5], [1]).Apply([7, 8], new Random(0)));
        Assert.Empty(new NGramSampling<int>().Apply([], new Random(0)));
    }

    [Fact]
    public void Arguments_that_cannot_be_are_refused_by_name()
    {
        Refused("probability", () => new Masking<int>(0, 1.1));
        Refused("probability", () => new Deleting<int>(-0.1));
        Refused("probability", () => new Replacing<int>((token, _) => token, 2));
        Refused("probability", () => new LongDisorder<int>(double.NaN));
        Refused("length", () => new LongDisorder<int>(0.1, 0));
        Refused("length", () => new LongDisorder<int>(0.1, double.NaN));
        Refused("lengths", () => new NGramSampling<int>([0], [1]));
        Refused("probabilities", () => new NGramSampling<int>([1, 2], [1]));
        Refused("probabilities", () => new NGramSampling<int>([], []));
        Refused("probabilities", () => new ShortDisorder<int>([0.9, 0.1]));
        Refused("probabilities", () => new ShortDisorder<int>([0.9, 0.2, 0, 0, 0]));
        Refused("probabilities", () => new ShortDisorder<int>([1.1, -0.1, 0, 0, 0]));
        _ = new ShortDisorder<int>([0.1, 0.2, 0.3, 0.3, 0.1]); // off from 1 by rounding only

        static void Refused(string argument, Func<object> make) =>
            Assert.Equal(argument, Assert.ThrowsAny<ArgumentException>(make).ParamName);
    }

    private static IAugmentation<int>[] All(double[] cases) =>
    [
        new Masking<int>(-1, cases[0]),
        new Deleting<int>(cases[0]),
        new Replacing<int>((token, random) => token + random.Next(9), cases[0]),
        new NGramSampling<int>(),
        new ShortDisorder<int>(cases),
        new LongDisorder<int>(cases[0], 6),
    ];
}
