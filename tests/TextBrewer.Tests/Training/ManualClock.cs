namespace TextBrewer.Tests.Training;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    internal DateTimeOffset Now { get; private set; } = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    internal void Advance(double seconds) => Now += TimeSpan.FromSeconds(seconds);
}
