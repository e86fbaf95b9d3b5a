using TextBrewer.Training;

namespace TextBrewer.Recipes.Runs;

/// <summary>Says before the first step what it will cost several processes to sum their gradients.</summary>
/// <param name="say">Takes sentences for a person.</param>
internal sealed class ExchangeNote(Action<string> say) : ITrainingObserver
{
    public bool Wants(long step) => false;

    public void Starting(RunStart start)
    {
        if (start.Exchange is not { } cost) return;
        string hosts = cost.Hosts == 1 ? "one host" : FormattableString.Invariant($"{cost.Hosts} hosts");
        say(FormattableString.Invariant(
            $"{cost.Processes} processes on {hosts}: they sum {cost.Bytes / 1e6:F1} MB of gradients a step in about ")
                + FormattableString.Invariant($"{cost.Exchange.TotalMilliseconds:F0} ms ({cost.BytesPerSecond / 1e6:F0} MB/s, ")
                + FormattableString.Invariant($"{cost.Latency.TotalMilliseconds:F2} ms at least), {100 * cost.Share:F0} % of a step."));
    }
}
