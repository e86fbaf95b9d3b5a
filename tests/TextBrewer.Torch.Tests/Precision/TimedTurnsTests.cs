using TextBrewer.Torch.Precision;

namespace TextBrewer.Torch.Tests.Precision;

public sealed class TimedTurnsTests
{
    [Fact]
    public void Ways_take_turns_and_the_best_turn_of_each_counts()
    {
        StoppedClock clock = new();
        List<string> turns = [];
        // The first of each is a warm-up; of the others one is disturbed.
        Queue<int> first = new([1, 300, 30, 31]), second = new([1, 10, 90, 11]);
        double speed = TimedTurns.Speed(() => Take("first", first), () => Take("second", second), rounds: 3, clock);
        Assert.Equal(3, speed);
        Assert.Equal(["first", "second", "first", "second", "first", "second", "first", "second"], turns);

        void Take(string way, Queue<int> times)
        {
            turns.Add(way);
            clock.Ticks += times.Dequeue();
        }
    }

    [Fact]
    public void Speed_of_bfloat16_is_a_number_where_there_is_mixed_precision()
    {
        Assert.Equal(Autocast.IsAvailable, PrecisionSpeed.Measure() is > 0);
        Assert.False(Autocast.IsOn);
    }

    private sealed class StoppedClock : TimeProvider
    {
        internal long Ticks { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Ticks;
    }
}
