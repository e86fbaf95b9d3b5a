using TextBrewer.Torch.Collectives;
using TextBrewer.Torch.Collectives.Mpi;
using TorchSharp;

namespace TextBrewer.Torch.Tests.Collectives;

public sealed class CollectiveCallTests
{
    [Fact]
    public void Call_is_read_back_from_its_number()
    {
        CollectiveCall[] calls =
        [
            new(CollectiveKind.Barrier),
            new(CollectiveKind.Broadcast, (1L << 34) - 1, Root: 65_535),
            new(CollectiveKind.AllReduce, 12, Type: torch.ScalarType.Float64, Operation: ReduceOperation.Max),
            new(CollectiveKind.AllReduce, 12, Type: torch.ScalarType.Float32, Operation: ReduceOperation.Max),
            new(CollectiveKind.AllReduce, 12, Type: torch.ScalarType.BFloat16, Operation: ReduceOperation.Max),
        ];
        Assert.Equal(calls, calls.Select(call => CollectiveCall.Of(call.Code)));
        Assert.Equal(calls.Length, calls.Select(call => call.Code).Distinct().Count());
    }

    [Fact]
    public void Parts_of_rounds_make_the_whole()
    {
        byte[][] parts = [[1, 2, 3, 4, 5, 6, 7], [], [8]];
        PartList received = new([7, 0, 1], segmentBytes: 9);
        Assert.Equal(3, received.Rounds);
        for (int round = 0; round < received.Rounds; round++)
        {
            byte[] bytes = [.. parts.SelectMany(part => received.Take(part, round).ToArray())];
            Assert.Equal(received.Total(round), bytes.Length);
            received.Fill(bytes, round);
        }
        Assert.Equal(parts, received.Parts);
    }
}
