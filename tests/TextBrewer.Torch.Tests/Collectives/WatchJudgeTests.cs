using TextBrewer.Torch.Collectives.Watching;

namespace TextBrewer.Torch.Tests.Collectives;

public sealed class WatchJudgeTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public void Processes_that_wait_shortly_go_on() => Assert.Null(Find(Inside(0, call: 5, since: 59), Outside(1, call: 4, since: 59)));

    [Fact]
    public void Process_that_keeps_the_others_waiting_is_named() => Assert.Equal(
        "Process 1 on host-1 keeps the others waiting for 60 s in step 7: the run ends. Where a step may take so long, give a longer "
            + "timeout.",
        Find(Inside(0, call: 5, since: 61), Outside(1, call: 4, since: 61), Inside(2, call: 5, since: 61)));

    [Fact]
    public void Process_that_announced_long_work_is_waited_for() =>
        Assert.Null(Find(Inside(0, call: 5, since: 999), Outside(1, call: 4, since: 999, work: "evaluating")));

    [Fact]
    public void Process_that_has_just_ended_its_long_work_has_its_time() =>
        Assert.Null(Find(Inside(0, call: 5, since: 999), Outside(1, call: 4, since: 1)));

    [Fact]
    public void Process_that_waited_for_long_work_need_not_have_said_already_that_it_is_over() =>
        Assert.Null(Find(Inside(0, call: 6, since: 0), Inside(1, call: 5, since: 999)));

    [Fact]
    public void Process_that_computes_while_nobody_waits_goes_on() =>
        Assert.Null(Find(Outside(0, call: 4, since: 999), Outside(1, call: 4, since: 999)));

    [Fact]
    public void Network_is_looked_at_where_all_are_inside() => Assert.StartsWith(
        "Nothing has come through between the processes for 60 s in step 7",
        Find(Inside(0, call: 5, since: 61), Inside(1, call: 5, since: 61)),
        StringComparison.Ordinal);

    [Fact]
    public void Process_that_left_before_the_others_is_named_at_once() => Assert.Equal(
        "Process 1 on host-1 left the run in step 7 while others went on: the run ends.",
        Find(Inside(0, call: 5, since: 0), Outside(1, call: 4, since: 0, kind: WatchKind.Left)));

    [Fact]
    public void Process_that_left_after_the_last_call_is_waited_for_and_waits() =>
        Assert.Null(Find(Outside(0, call: 5, since: 999), Outside(1, call: 5, since: 999, kind: WatchKind.Left)));

    [Fact]
    public void Silence_is_time_too()
    {
        WatchedProcess silent = Inside(0, call: 5, since: 31) with { Silence = TimeSpan.FromSeconds(30) };
        Assert.StartsWith("Process 1 on host-1 keeps", Find(silent, Outside(1, call: 4, since: 61)), StringComparison.Ordinal);
        Assert.Equal(
            "Process 0 on host-0 gives no sign of life for 60 s, in step 7: the run ends.",
            Find(silent with { Silence = TimeSpan.FromSeconds(61) }, Outside(1, call: 5, since: 1)));
    }

    [Fact]
    public void Message_is_read_as_it_was_sent()
    {
        WatchMessage message = new(WatchKind.Failed, Step: 1L << 40, Calls: 3, IsInside: true, Since: 12, Work: "saving", Text: "İ");
        Assert.Equal(message, WatchMessage.Decode(message.Encode()[sizeof(int)..]));
    }

    private static string? Find(params WatchedProcess[] all) => WatchJudge.Find(all, Timeout);

    private static WatchedProcess Inside(int rank, long call, int since) =>
        new(rank, $"host-{rank}", new WatchMessage(WatchKind.Alive, 7, call, IsInside: true, since * 1000L), TimeSpan.Zero, IsGone: false);

    private static WatchedProcess Outside(int rank, long call, int since, string work = "", WatchKind kind = WatchKind.Alive) =>
        new(rank, $"host-{rank}", new WatchMessage(kind, 7, call, IsInside: false, since * 1000L, work), TimeSpan.Zero, IsGone: false);
}
