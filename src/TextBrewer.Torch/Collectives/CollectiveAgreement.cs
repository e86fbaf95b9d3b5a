using System.Text;
using System.Text.Json;

namespace TextBrewer.Torch.Collectives;

/// <summary>What processes do together or not at all.</summary>
public static class CollectiveAgreement
{
    private const string Agreed = "TextBrewer.Agreed", Cancelled = "\0cancelled";

    /// <summary>Whether all processes have come to a fault together, so that none of them waits for another.</summary>
    public static bool IsAgreed(this Exception problem) => problem.Data.Contains(Agreed);

    /// <summary>
    /// Does something in every process that may fail in one alone: then it fails in all of them, and where their faults are not the same,
    /// the message says whose it is.
    /// </summary>
    /// <param name="collective">The processes.</param>
    /// <param name="what">What is done, for whoever waits.</param>
    /// <param name="action">Does it; it may not wait for the others.</param>
    /// <exception cref="InvalidDataException">It failed in some process, and not alike in all.</exception>
    public static T Together<T>(this ICollective collective, string what, Func<T> action)
    {
        if (collective.Size == 1) return action();
        T? result = default;
        Exception? own = null;
        using (collective.Watch.LongWork(what))
        {
            try
            {
                result = action();
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                own = problem;
            }
        }
        string[] all = Texts(collective, own is null ? "" : own is OperationCanceledException ? Cancelled : own.Message);
        if (all.All(message => message.Length == 0)) return result!;
        if (all.Contains(Cancelled)) throw Marked(own as OperationCanceledException ?? new OperationCanceledException());
        if (all.Distinct().Count() == 1) throw Marked(own!);
        int rank = Array.FindIndex(all, message => message.Length > 0);
        throw Marked(new InvalidDataException($"Process {rank} on {Hosts(collective)[rank]}: {all[rank]}", own));
    }

    /// <inheritdoc cref="Together{T}"/>
    public static void Together(this ICollective collective, string what, Action action) => collective.Together(what, () =>
    {
        action();
        return true;
    });

    /// <summary>Makes sure that all processes have the same of something.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="parts">What they have, by name.</param>
    /// <exception cref="InvalidDataException">A process has something else; in all of them.</exception>
    public static void Agree(this ICollective collective, IReadOnlyDictionary<string, string> parts)
    {
        if (collective.Size == 1) return;
        Dictionary<string, string>[] all =
        [
            .. Texts(collective, JsonSerializer.Serialize(parts))
                .Select(json => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!),
        ];
        string[] hosts = Hosts(collective);
        for (int rank = 1; rank < all.Length; rank++)
        {
            string? other = all[0].Keys.Union(all[rank].Keys)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault(name => Shown(all[0], name) != Shown(all[rank], name));
            if (other is null) continue;
            throw Marked(new InvalidDataException(
                $"Process {rank} on {hosts[rank]} was given something else than process 0 on {hosts[0]}: {other} is "
                    + $"{Shown(all[rank], other)} there and {Shown(all[0], other)} here. All processes need the same program, recipe, data "
                    + "and models."));
        }
    }

    /// <summary>The names of the hosts, by rank.</summary>
    public static string[] Hosts(this ICollective collective) => Texts(collective, Environment.MachineName);

    /// <summary>What every process says, by rank.</summary>
    internal static string[] Texts(this ICollective collective, string text) =>
        [.. collective.AllGather(Encoding.UTF8.GetBytes(text)).Select(bytes => Encoding.UTF8.GetString(bytes))];

    private static string Shown(Dictionary<string, string> parts, string name) => parts.GetValueOrDefault(name, "not there");

    private static Exception Marked(Exception problem)
    {
        problem.Data[Agreed] = true;
        return problem;
    }
}
