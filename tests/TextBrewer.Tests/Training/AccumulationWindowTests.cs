using CsCheck;
using TextBrewer.Configuration;
using TextBrewer.Data;
using TextBrewer.Distilling;
using TextBrewer.Testing;
using TextBrewer.Tests.Distilling;
using TextBrewer.Torch.Optimizers;
using TextBrewer.Training;

namespace TextBrewer.Tests.Training;

/// <summary>What each micro-batch counts for in a step.</summary>
public sealed class AccumulationWindowTests
{
    [Fact]
    public void Gradient_of_unequal_batches_is_the_gradient_of_the_joined_batch()
    {
        int[] lengths = [1, 1, 1, 1, 1, 2, 2, 2, 3, 5, 5, 9];
        IBatchSource<ToyBatch> budgeted = Batches.From(
            [.. Enumerable.Range(0, 12)],
            12,
            ToyBatch.Of,
            length: i => lengths[i],
            maxTokens: 9);
        Assert.Equal([1, 1, 1, 1, 3, 5], Enumerable.Range(0, 6).Select(budgeted.Epoch(0).Size).Order());
        // Three epochs of one step each; the order of the batches within a window is another in each.
        Agree.Assert(Step(Toy.Source(12, 12), 1), Step(budgeted, 6), 1e-12, "weights");
    }

    [Fact]
    public void Gradient_in_step_mode_is_weighed_where_a_window_runs_over_the_end_of_an_epoch()
    {
        // Seven examples in batches of 4 and 3, three batches a step: 4, 3, 4 and then 3, 4, 3.
        IBatchSource<ToyBatch> source = Batches.From([.. Enumerable.Range(0, 7)], 4, ToyBatch.Of, shuffle: false);
        IBatchSource<ToyBatch> joined = Batches.Of<ToyBatch>([ToyBatch.Of([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3]), ToyBatch.Of(
            [4, 5, 6, 0, 1, 2, 3, 4, 5, 6])]);
        Agree.Assert(Step(joined, 1, steps: 2), Step(source, 3, steps: 2), 1e-12, "weights");
    }

    [Fact]
    public void Batches_of_one_size_are_divided_by_their_number_exactly() =>
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 5000]).Sample((count, size) =>
            Assert.All(Divisors([.. Enumerable.Repeat(new BatchShare("", size), count)]), divisor => Assert.Equal(count, divisor)));

    [Fact]
    public void Batches_that_nobody_counted_are_divided_by_their_number() =>
        Assert.Equal([3, 3, 3], Divisors(new("", 4), new("", null), new("", 2)));

    [Fact]
    public void Tasks_weigh_what_their_micro_batches_weigh_and_their_examples_among_themselves()
    {
        double[] weights = [.. Divisors(new("a", 30), new("b", 8), new("a", 10), new("b", 8)).Select(divisor => 1 / divisor)];
        Assert.Equal(1, weights.Sum(), 12);
        Assert.Equal(0.5, weights[0] + weights[2], 12);
        Assert.Equal(3, weights[0] / weights[2], 12);
        Assert.Equal([0.25, 0.25], [weights[1], weights[3]]);
    }

    [Fact]
    public void Batches_of_a_callers_own_are_not_weighed_by_a_size_that_is_only_taken_to_be_even()
    {
        BatchEpoch<int> epoch = Batches.Of([1, 2, 3], examples: 10).Epoch(0);
        Assert.Equal([3, 3, 4], Enumerable.Range(0, 3).Select(epoch.Size));
        Assert.All(Enumerable.Range(0, 3), batch => Assert.Null(epoch.Share(batch).Examples));
    }

    private static double[] Divisors(params BatchShare[] shares)
    {
        AccumulationWindow window = new(shares);
        double[] divisors = new double[shares.Length];
        for (int i = 0; i < divisors.Length; i++)
        {
            divisors[i] = window.Divisor;
            Assert.Equal(i == divisors.Length - 1, window.EndsWithNext());
        }
        return divisors;
    }

    private static double[] Step(IBatchSource<ToyBatch> source, int accumulation, int? steps = null)
    {
        using TemporaryFolder folder = new();
        using Toy student = new(1, 4, seed: 2);
        TrainingConfig config = Toy.Training(folder) with { GradientAccumulationSteps = accumulation };
        TrainingOptions<ToyBatch> options = Toy.Options(epochs: 3) with { Optimizer = groups => new Sgd(groups, 0.5), Steps = steps };
        new BasicTrainer<ToyBatch>(config, student.Adapted).Train(source, options);
        return student.Weights();
    }
}
