using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>Of a table of words the rows travel that some process has used, and the sum is that of the whole.</summary>
public sealed class UsedRowsTests
{
    private const int Rows = 2000, Columns = 160; // 1.28 MB

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_that_somebody_has_used_travel_alone(int size) => ThreadCollective.Run(size, collective =>
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] parameters = [new(zeros(Rows, Columns)), new(zeros(7, 5))];
        List<long> sent = [];
        using GradientReduction reduction = new(collective, parameters, sum: values =>
        {
            sent.Add(values.numel());
            collective.AllReduce(values);
        });
        for (int step = 0; step < 3; step++)
        {
            Tensor[] gradients = [.. Enumerable.Range(0, size).Select(rank => Table(rank, step))];
            (parameters[0].grad, parameters[1].grad) = (gradients[collective.Rank].clone(), ones(7, 5));
            Assert.Equal(4 * (Used(size) * Columns + 35), reduction.Bytes());
            reduction.Sum();
            Tensor whole = gradients.Aggregate((a, b) => a + b);
            Assert.True(parameters[0].grad!.sub(whole).abs().max().item<float>() < 1e-5f);
            Assert.Equal(size, parameters[1].grad![6, 4].item<float>());
        }
        Assert.Equal(size == 1 ? [] : Enumerable.Repeat((Used(size) * Columns) + 35, 3), sent);

        // Rows 10 to 29 of its own, and one that all have.
        static Tensor Table(int rank, int step)
        {
            Tensor table = zeros(Rows, Columns);
            using Generator generator = new((ulong)((10 * rank) + step));
            table.narrow(0, (20 * rank) + 10, 20).copy_(randn([20, Columns], generator: generator));
            table[1999] = 1;
            return table;
        }

        static long Used(int size) => (20 * size) + 1;
    });

    [Fact]
    public void A_row_that_is_no_number_travels() => ThreadCollective.Run(2, collective =>
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter parameter = new(zeros(Rows, Columns)) { grad = zeros(Rows, Columns) };
        if (collective.Rank == 0) parameter.grad[3, 5] = float.NaN;
        using GradientReduction reduction = new(collective, [parameter]);
        reduction.Sum();
        Assert.True(float.IsNaN(parameter.grad![3, 5].item<float>()));
    });

    [Fact]
    public void A_table_whose_rows_are_all_used_is_asked_once() => ThreadCollective.Run(2, collective =>
    {
        using DisposeScope scope = NewDisposeScope();
        UsedRows used = new(collective);
        Tensor full = ones(Rows, Columns), few = zeros(Rows, Columns);
        Assert.Null(used.Of(0, full));
        Assert.Null(used.Of(0, few)); // as before, without asking
        Assert.Equal(0, used.Of(1, few)!.shape[0]);
        Assert.Null(used.Of(2, zeros(10, 10))); // small
        Assert.Null(used.Of(3, zeros(Rows * Columns)));
    });
}
