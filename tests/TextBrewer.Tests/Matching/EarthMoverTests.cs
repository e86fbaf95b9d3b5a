using System.Text.Json;
using CsCheck;
using TextBrewer.Matching;
using TextBrewer.Testing;

namespace TextBrewer.Tests.Matching;

public sealed class EarthMoverTests
{
    // Costs with and without ties, weights with and without zeros.
    private static readonly Gen<double> Cost = Gen.OneOf(Gen.Double[0, 3], Gen.Int[0, 2].Select(c => (double)c));
    private static readonly Gen<double> Weight = Gen.OneOf(Gen.Double[0, 1], Gen.Int[0, 2].Select(w => (double)w), Gen.Const(1e-12));

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Golden.Json("emd.json").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Flow_of_golden_case_costs_the_golden_minimum(int index)
    {
        JsonElement golden = Golden.Json("emd.json")[index];
        double[][] costs = [.. golden.GetProperty("cost").EnumerateArray().Select(Numbers)];
        double[,] cost = Matrix(costs.Length, costs[0].Length, (i, j) => costs[i][j]);
        (double[] student, double[] teacher) = (Numbers(golden
            .GetProperty("student_weights")), Numbers(golden.GetProperty("teacher_weights")));
        double[,] flow = EarthMover.Flow(cost, student, teacher);
        Agree.Assert(golden.GetProperty("minimum").GetDouble(), Total(flow, cost), 1e-9, "minimum");
        AssertMarginals(flow, student, teacher);

        static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
    }

    [Fact]
    public void Flow_of_any_weights_has_them_as_marginals_and_costs_no_more_than_the_product_flow() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 9])
            .SelectMany((rows, columns) => Gen.Select(Cost.Array[rows * columns], Weight.Array[rows], Weight.Array[columns]))
            .Where((_, student, teacher) => student.Sum() > 0 && teacher.Sum() > 0)
            .Sample((costs, student, teacher) =>
            {
                double[,] cost = Matrix(student.Length, teacher.Length, (i, j) => costs[i * teacher.Length + j]);
                double[,] flow = EarthMover.Flow(cost, student, teacher);
                AssertMarginals(flow, student, teacher);
                double[,] product = Matrix(
                    student.Length,
                    teacher.Length,
                    (i, j) => student[i] / student.Sum() * teacher[j] / teacher.Sum());
                Assert.True(Total(flow, cost) <= Total(product, cost) + 1e-9);
                Assert.True(flow.Cast<double>().Count(f => f > 0) < student.Length + teacher.Length, "A cheapest flow needs no cycle.");
            }, iter: 2000);

    [Fact]
    public void Flow_between_equal_weights_costs_as_much_as_the_best_permutation() =>
        Gen.Int[1, 6].SelectMany(n => Cost.Array[n * n]).Sample(costs =>
        {
            int n = (int)Math.Sqrt(costs.Length);
            double[,] cost = Matrix(n, n, (i, j) => costs[i * n + j]);
            double[] weights = [.. Enumerable.Repeat(0.7, n)];
            Agree.Assert(BestPermutation(cost, 0, []) / n, Total(EarthMover.Flow(cost, weights, weights), cost), 1e-9, "least cost");
        }, iter: 500);

    [Fact]
    public void Flow_of_24_by_48_layers_leaves_no_cheaper_cycle() =>
        Gen.Select(Cost.Array[24 * 48], Weight.Array[24], Weight.Array[48])
            .Where((_, student, teacher) => student.Sum() > 0 && teacher.Sum() > 0)
            .Sample((costs, student, teacher) =>
            {
                double[,] cost = Matrix(24, 48, (i, j) => costs[i * 48 + j]);
                double[,] flow = EarthMover.Flow(cost, student, teacher);
                AssertMarginals(flow, student, teacher);
                AssertNoCheaperCycle(flow, cost);
            }, iter: 30);

    [Fact]
    public void Flow_of_zero_weights_and_equal_costs_is_exact()
    {
        double[,] flow = EarthMover.Flow(Matrix(3, 2, (_, _) => 0), [0, 1, 0], [0, 3]);
        Assert.Equal([0, 0, 0, 1, 0, 0], flow.Cast<double>());
        Assert.Equal([1], EarthMover.Flow(Matrix(1, 1, (_, _) => -5), [2], [0.1]).Cast<double>());
    }

    [Fact]
    public void Flow_of_equal_layers_goes_straight_across() =>
        Assert.Equal(
            [0.5, 0, 0, 0.5],
            EarthMover.Flow(Matrix(2, 2, (i, j) => i == j ? 0 : 1), [1, 1], [1 + 1e-9, 1]).Cast<double>().Select(f => Math.Round(f, 8)));

    [Fact]
    public void Flow_of_numbers_that_cannot_be_says_which()
    {
        double[,] cost = Matrix(2, 2, (_, _) => 1);
        Assert.Contains("2 × 2, the weights of 3 student and 2 teacher layers", Problem(cost, [1, 1, 1], [1, 1]), StringComparison.Ordinal);
        Assert.Contains("A cost is NaN", Problem(Matrix(1, 1, (_, _) => double.NaN), [1], [1]), StringComparison.Ordinal);
        Assert.Contains("(1, -1)", Problem(cost, [1, 1], [1, -1]), StringComparison.Ordinal);
        Assert.Contains("(0, 0)", Problem(cost, [0, 0], [1, 1]), StringComparison.Ordinal);
        Assert.Contains("()", Problem(new double[0, 0], [], []), StringComparison.Ordinal);

        static string Problem(double[,] cost, double[] student, double[] teacher) =>
            Assert.Throws<ArgumentException>(() => EarthMover.Flow(cost, student, teacher)).Message;
    }

    private static void AssertMarginals(double[,] flow, double[] student, double[] teacher)
    {
        Assert.All(flow.Cast<double>(), f => Assert.True(f >= 0));
        for (int i = 0; i < student.Length; i++)
            Assert.Equal(student[i] / student.Sum(), Enumerable.Range(0, teacher.Length).Sum(j => flow[i, j]), 1e-12);
        for (int j = 0; j < teacher.Length; j++)
            Assert.Equal(teacher[j] / teacher.Sum(), Enumerable.Range(0, student.Length).Sum(i => flow[i, j]), 1e-12);
    }

    // A flow is the cheapest where no cycle over it is cheaper: Bellman and Ford over forward cells and, backward, those that carry
    // something.
    private static void AssertNoCheaperCycle(double[,] flow, double[,] cost)
    {
        (int rows, int columns) = (cost.GetLength(0), cost.GetLength(1));
        double[] distances = new double[rows + columns];
        bool changed = true;
        for (int round = 0; round <= rows + columns && changed; round++)
        {
            changed = false;
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    if (distances[i] + cost[i, j] < distances[rows + j] - 1e-10) (distances[rows + j], changed) = (distances[i]
                        + cost[i, j], true);
                    if (flow[i, j] > 1e-13 && distances[rows + j] - cost[i, j] < distances[i] - 1e-10) (distances[i], changed) = (distances[
                        rows + j] - cost[i, j], true);
                }
            }
        }
        Assert.False(changed, "A cycle makes the flow cheaper.");
    }

    private static double BestPermutation(double[,] cost, int row, int[] taken) =>
        row == cost.GetLength(0)
            ? 0
            : Enumerable.Range(0, cost.GetLength(1)).Except(taken).Min(j => cost[row, j] + BestPermutation(cost, row + 1, [.. taken, j]));

    private static double Total(double[,] flow, double[,] cost) => flow.Cast<double>().Zip(cost.Cast<double>(), (f, c) => f * c).Sum();

    private static double[,] Matrix(int rows, int columns, Func<int, int, double> value)
    {
        double[,] matrix = new double[rows, columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                matrix[i, j] = value(i, j);
        return matrix;
    }
}
