using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class BootstrapTests
{
    [Fact]
    public void Interval_of_a_share_is_that_of_the_binomial()
    {
        // 1.96 · √(0.8 · 0.2 / 500)
        Interval interval = Bootstrap.Interval(Bootstrap.Metrics(Share(500, i => i % 5 > 0))["share"])!;
        Assert.Equal(0.0351, interval.Half, 0.004);
        Assert.InRange((interval.Low + interval.High) / 2, 0.79, 0.81);
        Assert.True(interval.Contains(0.8));
    }

    [Fact]
    public void Interval_lies_between_the_values_as_numpy_has_it()
    {
        // numpy.quantile([5, 1, 2, 4, 3], [0.025, 0.975])
        Assert.Equal(new Interval(1.1, 4.9), Bootstrap.Interval([5, 1, 2, 4, 3]));
        Assert.Equal(new Interval(7, 7), Bootstrap.Interval([7]));
        Assert.Null(Bootstrap.Interval([1, double.NaN]));
        Assert.Null(Bootstrap.Interval([]));
    }

    [Fact]
    public void Resamples_are_the_same_for_every_model_and_differences_are_narrower_than_their_parts()
    {
        double[] one = Bootstrap.Metrics(Share(300, i => i % 3 > 0))["share"];
        Assert.Equal(one, Bootstrap.Metrics(Share(300, i => i % 3 > 0))["share"]);
        double[] other = Bootstrap.Metrics(Share(300, i => i % 3 > 0 && i % 50 > 0))["share"]; // wrong on a few more
        Interval difference = Bootstrap.Interval([.. one.Zip(other, (a, b) => a - b)])!;
        Assert.True(difference.Half < Bootstrap.Interval(one)!.Half / 2);
        Assert.InRange(difference.Low, 0, 4 / 300.0);
    }

    [Fact]
    public void Nothing_is_known_of_no_examples() => Assert.Empty(Bootstrap.Metrics(Share(0, _ => true)));

    [Fact]
    public void Example_that_counts_several_times_is_as_several_examples()
    {
        Random random = new(3);
        for (int round = 0; round < 20; round++)
        {
            int[] times = [.. Enumerable.Range(0, 12).Select(_ => random.Next(3))];
            int[] all = [.. times.SelectMany((count, i) => Enumerable.Repeat(i, count))];

            int[] gold = Draw(3), found = Draw(3);
            ClassificationMetrics classes = new(gold, found, 3, times), expanded = new(At(gold), At(found), 3);
            Assert.Equal(expanded, classes, (a, b) => (a.Count, a.Right, a.F1, a.Matthews, a.Precision, a.Recall)
                == (b.Count, b.Right, b.F1, b.Matthews, b.Precision, b.Recall));

            bool[][] sets = [.. Draw(8).Select(Bits)], others = [.. Draw(8).Select(Bits)];
            MultiLabelMetrics labels = new(sets, others, times), labelsExpanded = new(At(sets), At(others));
            foreach (Func<MultiLabelMetrics, double> of in (Func<MultiLabelMetrics, double>[])
                [m => m.F1, m => m.F1Micro, m => m.F1Samples, m => m.ExactMatch, m => m.Hamming, m => m.Precision, m => m.Recall])
                Assert.Equal(of(labelsExpanded), of(labels), 1e-12);

            double[] real = [.. Draw(4).Select(n => (double)n)], near = [.. real.Select(n => n + random.Next(3))]; // with equal ones
            RegressionMetrics numbers = new(new RankedNumbers(real), new RankedNumbers(near), times), plain = new(At(real), At(near));
            Assert.Equal(plain.Pearson, numbers.Pearson, 1e-12);
            Assert.Equal(plain.Spearman, numbers.Spearman, 1e-12);
            Assert.Equal(plain.MeanSquaredError, numbers.MeanSquaredError, 1e-12);

            string[][] tags = [.. Draw(4).Select(Tags)], guesses = [.. Draw(4).Select(Tags)];
            SentenceEntities[] sentences = [.. tags.Zip(guesses, (a, b) => new SentenceEntities(a, b))];
            EntityMetrics entities = new(sentences, times), entitiesExpanded = new(At(tags), At(guesses));
            Assert.Equal(entitiesExpanded.F1, entities.F1, 1e-12);
            Assert.Equal(entitiesExpanded.MacroF1, entities.MacroF1, 1e-12);
            Assert.Equal(entitiesExpanded.Accuracy, entities.Accuracy, 1e-12);
            Assert.Equal(entitiesExpanded.Support, entities.Support);

            T[] At<T>(T[] items) => [.. all.Select(i => items[i])];
        }

        int[] Draw(int below) => [.. Enumerable.Range(0, 12).Select(_ => random.Next(below))];
        static bool[] Bits(int number) => [(number & 1) > 0, (number & 2) > 0, (number & 4) > 0];
        static string[] Tags(int number) => number switch
        {
            0 => ["O", "O"],
            1 => ["B-PER", "I-PER"],
            2 => ["B-LOC", "O"],
            _ => ["B-PER", "B-LOC"],
        };
    }

    private static CountedExamples Share(int count, Func<int, bool> isRight) => new(count, times => new Dictionary<string, double>
    {
        ["share"] = (double)times.Where((_, i) => isRight(i)).Sum() / count,
    });
}
