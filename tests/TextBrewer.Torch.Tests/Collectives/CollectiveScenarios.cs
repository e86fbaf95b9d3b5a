using System.Reflection;
using System.Text;
using TextBrewer.Testing;
using TextBrewer.Torch.Collectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Collectives;

/// <summary>What every collective promises, as code that all of its processes run: a public method is a promise.</summary>
public static class CollectiveScenarios
{
    // Empty, odd, and on both sides of what is sent in one piece.
    private static readonly int[] Lengths = [0, 1, 7, 1023, 1025, 4099, 20_001];

    /// <summary>The names of the promises.</summary>
    internal static string[] Names { get; } = [.. typeof(CollectiveScenarios)
        .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Select(method => method.Name)];

    /// <summary>Runs one of them.</summary>
    internal static void Run(string name, ICollective collective)
    {
        using var scope = NewDisposeScope();
        typeof(CollectiveScenarios).GetMethod(name)!.CreateDelegate<Action<ICollective>>()(collective);
    }

    public static void Ranks_are_counted_from_zero(ICollective collective)
    {
        byte[][] ranks = [.. collective.AllGather([(byte)collective.Rank])];
        Assert.Equal(Enumerable.Range(0, collective.Size), ranks.Select(rank => (int)Assert.Single(rank)));
    }

    public static void Sum_is_made_in_the_order_of_ranks(ICollective collective)
    {
        foreach (int length in Lengths)
        {
            Check(ScalarType.Float32, length, ReduceOperation.Sum, (a, b) => (float)a + (float)b);
            Check(ScalarType.Float64, length, ReduceOperation.Sum, (a, b) => a + b);
            Check(ScalarType.Int64, length, ReduceOperation.Sum, (a, b) => a + b);
        }

        void Check(ScalarType type, int length, ReduceOperation operation, Func<double, double, double> join) =>
            AssertReduced(collective, type, length, operation, join);
    }

    public static void Least_and_largest_are_found(ICollective collective)
    {
        foreach (ScalarType type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Int64 })
        {
            foreach (int length in Lengths)
            {
                AssertReduced(collective, type, length, ReduceOperation.Min, Math.Min);
                AssertReduced(collective, type, length, ReduceOperation.Max, Math.Max);
            }
        }
    }

    public static void What_is_no_number_is_in_every_result(ICollective collective)
    {
        foreach (ReduceOperation operation in Enum.GetValues<ReduceOperation>())
        {
            // In the vector part, and in what is left over.
            double[] values = [.. Enumerable.Repeat(1.0, 19)];
            if (collective.Rank == collective.Size - 1) values[3] = values[18] = double.NaN;
            collective.AllReduce(values, operation);
            Assert.Equal([3, 18], Enumerable.Range(0, 19).Where(i => double.IsNaN(values[i])));
        }
    }

    public static void Numbers_are_reduced_as_tensors_are(ICollective collective)
    {
        foreach (int length in Lengths)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(i => Value(ScalarType.Float64, collective.Rank, i))];
            using Tensor tensor = torch.tensor(values);
            collective.AllReduce(values);
            collective.AllReduce(tensor);
            Assert.Equal(tensor.data<double>().ToArray(), values);
        }
    }

    public static void Every_process_can_give_its_bytes(ICollective collective)
    {
        for (int root = 0; root < collective.Size; root++)
        {
            foreach (int length in Lengths)
            {
                byte[] bytes = collective.Rank == root ? Bytes(root, length) : new byte[length];
                collective.Broadcast(bytes, root);
                Assert.Equal(Bytes(root, length), bytes);
            }
        }
    }

    public static void Parts_of_any_size_are_gathered(ICollective collective)
    {
        foreach (int length in Lengths)
        {
            byte[][] expected = [.. Enumerable.Range(0, collective.Size).Select(rank => Bytes(rank, rank * length))];
            Assert.Equal(expected, collective.AllGather(expected[collective.Rank]));
            for (int root = 0; root < collective.Size; root++)
            {
                IReadOnlyList<byte[]> gathered = collective.Gather(expected[collective.Rank], root);
                Assert.Equal(collective.Rank == root ? expected : [], gathered);
            }
        }
    }

    public static void Sizes_that_differ_are_an_error_for_all_and_nobody_is_stuck(ICollective collective)
    {
        if (collective.Size == 1 || collective is ThreadCollective) return;
        double[] values = new double[10 + collective.Rank];
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => collective.AllReduce(values));
        Assert.Equal(
            "The processes disagree: process 0 calls 'Sum of 10 values of Float64', process 1 'Sum of 11 values of Float64'.",
            error.Message);
        Assert.Throws<InvalidOperationException>(() =>
        {
            if (collective.Rank == 0) collective.Barrier();
            else collective.Gather([1], root: 1);
        });
        collective.Barrier();
    }

    public static void Tensor_that_cannot_be_reduced_is_refused(ICollective collective)
    {
        if (collective.Size == 1) return;
        Assert.Throws<ArgumentException>(() => collective.AllReduce(zeros(4, 4).t()));
        Assert.Throws<ArgumentException>(() => collective.AllReduce(zeros(4, ScalarType.Int32)));
    }

    public static void Halves_on_the_way_cost_no_more_than_their_rounding(ICollective collective)
    {
        foreach ((ScalarType type, double unit) in new[] { (ScalarType.BFloat16, Math.Pow(2, -8)), (ScalarType.Float16, Math.Pow(2, -11)) })
        {
            foreach (int length in Lengths)
            {
                using Tensor values = torch.tensor(Values(collective.Rank, length));
                new HalfReduction(collective, type).AllReduce(values);
                float[][] all = [.. Enumerable.Range(0, collective.Size).Select(rank => Values(rank, length))];
                float[] results = values.data<float>().ToArray();
                for (int i = 0; i < length; i++)
                {
                    double sum = all.Sum(one => (double)one[i]), sizes = all.Sum(one => Math.Abs((double)one[i]));
                    double bound = collective.Size == 1 ? 0 : unit * (sizes + Math.Abs(sum)) * 1.01;
                    Assert.True(Math.Abs(results[i] - sum) <= bound, $"{type} {i}: {results[i]} is {sum} ± {bound}");
                }
                // Rounded twice, and summed in float32 between.
                Tensor rounded = zeros(length);
                foreach (float[] one in all) rounded = rounded + torch.tensor(one).to(type).to(ScalarType.Float32);
                rounded = rounded.to(type).to(ScalarType.Float32);
                if (collective.Size > 1) Assert.Equal(rounded.data<float>().ToArray(), results);
                byte[][] bytes = [.. collective.AllGather(length == 0 ? [] : values.bytes.ToArray())];
                Assert.All(bytes, one => Assert.Equal(bytes[0], one));
            }
        }

        static float[] Values(int rank, int length) =>
            [.. Enumerable.Range(0, length).Select(i => (float)Value(ScalarType.Float32, rank, i))];
    }

    public static void Speed_is_the_same_for_all(ICollective collective)
    {
        var speed = CollectiveSpeed.Measure(collective, TimeProvider.System, bytes: 100_000);
        Assert.True(speed.BytesPerSecond > 0 && speed.Latency >= TimeSpan.Zero);
        double[] both = [speed.BytesPerSecond, speed.Latency.TotalSeconds], least = [.. both];
        collective.AllReduce(least, ReduceOperation.Min);
        Assert.Equal(both, least);
    }

    public static void Speed_is_that_of_the_sum_which_a_run_makes(ICollective collective)
    {
        HalfReduction half = new(collective, ScalarType.BFloat16);
        List<(long, ScalarType)> sums = [];
        CollectiveSpeed.Measure(collective, TimeProvider.System, bytes: 100_000, values =>
        {
            sums.Add((values.numel(), values.dtype));
            half.AllReduce(values);
        });
        Assert.Equal(collective.Size == 1, sums.Count == 0);
        Assert.All(sums, sum => Assert.Equal((25_000, ScalarType.Float32), sum));
    }

    public static void Folder_is_shared_where_all_see_it(ICollective collective)
    {
        using TemporaryFolder own = new();
        string shared = Encoding.UTF8.GetString(collective.AllGather(Encoding.UTF8.GetBytes(own.Path))[0]);
        Assert.True(SharedFolder.IsShared(collective, shared));
        Assert.Equal(collective.Size == 1, SharedFolder.IsShared(collective, own.Path));
        Assert.Empty(Directory.GetFiles(shared));
        Assert.Throws<IOException>(() => SharedFolder.IsShared(collective, own["missing"]));
        collective.Barrier();
    }

    public static void Folder_comes_to_those_that_do_not_see_it(ICollective collective)
    {
        using TemporaryFolder own = new();
        Directory.CreateDirectory(own["model", "deep"]);
        if (collective.Rank == 0)
        {
            File.WriteAllBytes(own["model", "weights"], Bytes(1, 100_000));
            File.WriteAllBytes(own["model", "deep", "empty"], []);
        }
        // Of the same size, and yet another file.
        else File.WriteAllBytes(own["model", "weights"], Bytes(2, 100_000));

        string found = FolderBroadcast.Give(collective, own["model"], own["scratch"]);
        Assert.Equal(collective.Rank == 0 ? own["model"] : own["scratch"], found);
        Assert.Equal(Bytes(1, 100_000), File.ReadAllBytes(Path.Combine(found, "weights")));
        Assert.Empty(File.ReadAllBytes(Path.Combine(found, "deep", "empty")));

        string shared = Encoding.UTF8.GetString(collective.AllGather(Encoding.UTF8.GetBytes(own["model"]))[0]);
        Assert.Equal(shared, FolderBroadcast.Give(collective, shared, own["unused"]));
        Assert.False(Directory.Exists(own["unused"]));
        collective.Barrier();
    }

    public static void Faults_of_code_are_still_exceptions(ICollective collective)
    {
        // MPI's libraries and what they load like to catch the signal that .NET makes an exception of.
        string? none = collective.Rank < 0 ? "" : null;
        Assert.Throws<NullReferenceException>(() => none!.Length);
    }

    public static void Watch_is_told_where_a_run_is(ICollective collective)
    {
        collective.Watch.Step = 7;
        using (collective.Watch.LongWork("evaluating")) collective.Barrier();
    }

    private static void AssertReduced(
        ICollective collective,
        ScalarType type,
        int length,
        ReduceOperation operation,
        Func<double, double, double> join)
    {
        double[] own = [.. Enumerable.Range(0, length).Select(i => Value(type, collective.Rank, i))];
        using Tensor values = torch.tensor(own).to(type);
        collective.AllReduce(values, operation);
        double[] expected = [.. Enumerable.Range(0, length)
            .Select(i => Enumerable.Range(0, collective.Size).Select(rank => Value(type, rank, i)).Aggregate(join))];
        Assert.Equal(expected, Agree.Values(values));
    }

    /// <summary>Numbers of every size, whose sum depends on the order.</summary>
    private static double Value(ScalarType type, int rank, int index)
    {
        double value = Math.Sin(index * 31 + rank * 17 + 1) * Math.Pow(10, (index + rank) % 7 - 3);
        return type switch
        {
            ScalarType.Int64 => Math.Round(value * 1000),
            ScalarType.Float32 => (float)value,
            _ => value,
        };
    }

    private static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte)(i * 7 + seed * 31 + i / 256);
        return bytes;
    }
}
