using System.Globalization;

namespace TextBrewer.Torch.Native;

/// <summary>
/// How many threads training computes with and how they wait for each other, decided before the native library is loaded.
/// </summary>
/// <param name="Count">The threads; null: the library's own choice, one for each core.</param>
/// <param name="CountFrom">What decided the count.</param>
/// <param name="Waiting">How the threads wait.</param>
/// <param name="WaitingFrom">What decided how they wait.</param>
/// <param name="Quota">The processors that a container may keep busy; null: all that there are.</param>
internal sealed record ThreadChoice(int? Count, string CountFrom, ThreadWaiting Waiting, string WaitingFrom, double? Quota)
{
    /// <summary>The variable that sets the count for TextBrewer alone.</summary>
    internal const string Variable = "TEXTBREWER_THREADS";

    /// <summary>OpenMP's variables.</summary>
    internal const string OpenMpCount = "OMP_NUM_THREADS", OpenMpPolicy = "OMP_WAIT_POLICY", OpenMpSpins = "GOMP_SPINCOUNT";

    /// <summary>Decides. What the user has set for OpenMP stays.</summary>
    /// <param name="variable">An environment variable; null: it is not set.</param>
    /// <param name="processors">The processors that this process may use.</param>
    /// <param name="quota">How many of them it may keep busy; null: all.</param>
    /// <param name="watches">Whether the load of the machine can be watched here.</param>
    /// <param name="host">The processors that all processes of a run on this host may use together; null: as many as this one.</param>
    /// <exception cref="InvalidDataException"><c>TEXTBREWER_THREADS</c> is no number of threads.</exception>
    internal static ThreadChoice Decide(
        Func<string, string?> variable,
        int processors,
        double? quota,
        bool watches = true,
        int? host = null)
    {
        // A launcher may have bound each process to processors of its own, or let them all use the same.
        int sharing = Launch.Detect(variable)?.LocalSize ?? 1, allowed = processors;
        processors = Math.Min(allowed, Math.Max(1, (host ?? allowed) / sharing));
        quota /= sharing;
        (int? count, string countFrom) = DecideCount(variable, processors, quota, isShared: processors < allowed);
        if (Array.Find([OpenMpPolicy, OpenMpSpins], name => Has(variable, name)) is { } name)
            return new ThreadChoice(count, countFrom, ThreadWaiting.AsSet, name, quota);
        // A thread that waits awake would use the quota up, and the system would stop all of them until the next period.
        if (quota < (count ?? processors)) return new ThreadChoice(count, countFrom, ThreadWaiting.Asleep, "the quota", quota);
        if (!watches) return new ThreadChoice(count, countFrom, ThreadWaiting.AsSet, "OpenMP itself", quota);
        return new ThreadChoice(count, countFrom, ThreadWaiting.Watched, "the load of the machine", quota);
    }

    private static (int? Count, string From) DecideCount(Func<string, string?> variable, int processors, double? quota, bool isShared)
    {
        if (Has(variable, Variable)) return (Parse(variable(Variable)!), Variable);
        if (Array.Find([OpenMpCount, "MKL_NUM_THREADS"], name => Has(variable, name)) is { } name) return (null, name);
        // Threads beyond a quota would take turns; one more than fits whole uses what is left of it.
        if (quota is { } limit && Math.Ceiling(limit) <= processors) return (Math.Max(1, (int)Math.Ceiling(limit)), "the quota");
        return isShared ? (processors, "the processes on this host") : (null, "the cores");
    }

    private static int Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1
            ? count
            : throw new InvalidDataException($"{Variable} is '{text}': give the number of threads, 1 or more, or leave it out.");

    private static bool Has(Func<string, string?> variable, string name) => !string.IsNullOrWhiteSpace(variable(name));
}
