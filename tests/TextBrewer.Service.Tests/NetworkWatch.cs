using System.Diagnostics;
using System.Globalization;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>
/// Starts programs where nothing leads out of the machine, and counts what they try all the same: look-ups, connections, packets. In a
/// network namespace without a route the kernel counts that; where none may be made, strace lists the calls.
/// </summary>
internal sealed class NetworkWatch : IDisposable
{
    // The program's id is written, so that it can be ended while what is around it goes on to read the counters.
    private const string Script =
        """ "$@" & echo $! > "$0/pid"; wait $!; code=$?; cat /proc/net/snmp /proc/net/snmp6 > "$0/counters"; exit $code""";

    private static readonly string[][] Ways =
        [["unshare", "-rn"], ["unshare", "-n"], ["strace", "-f", "-e", "trace=network", "-o", "calls"]];

    private static readonly string[] Counted =
        ["Ip.OutRequests", "Ip.OutNoRoutes", "Tcp.ActiveOpens", "Udp.OutDatagrams", "Ip6OutRequests", "Ip6OutNoRoutes", "Udp6OutDatagrams"];

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _way;

    private NetworkWatch(string[] way) => _way = [.. way.Select(part => part == "calls" ? _folder["calls"] : part)];

    /// <summary>An empty folder for what the program would leave at home.</summary>
    internal string Home => _folder["home"];

    /// <summary>Makes one, or skips the test where this machine allows no way to do it.</summary>
    internal static NetworkWatch Make()
    {
        string[]? way = Ways.FirstOrDefault(way => Runs([.. way.Select(part => part == "calls" ? "/dev/null" : part), "true"]));
        Assert.SkipWhen(way is null, "This machine allows neither a network namespace (unshare) nor strace, or has neither program.");
        return new NetworkWatch(way!);
    }

    /// <summary>A command as it is started under watch, with an empty home.</summary>
    internal ProcessStartInfo Command(ProcessStartInfo command)
    {
        Directory.CreateDirectory(Home);
        ProcessStartInfo watched = new(
            _way[0],
            [.. _way[1..], "sh", "-c", Script, _folder.Path, command.FileName, .. command.ArgumentList]);
        // Where tests run, ONNX Runtime may be silent anyway.
        foreach (string name in new[] { "CI", "TF_BUILD", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED" })
            watched.Environment.Remove(name);
        (watched.Environment["HOME"], watched.Environment["XDG_CACHE_HOME"]) = (Home, Path.Combine(Home, "cache"));
        (watched.Environment["XDG_DATA_HOME"], watched.Environment["DOTNET_CLI_HOME"]) = (Path.Combine(Home, "data"), Home);
        return watched;
    }

    /// <summary>Ends the program as docker stop does.</summary>
    internal void Stop() => Assert.True(Runs("kill", "-TERM", File.ReadAllText(_folder["pid"]).Trim()));

    /// <summary>What the ended program tried, by the kernel's counters or as strace shows the calls.</summary>
    internal IReadOnlyList<string> Attempts() => _way[0] == "strace"
        ? [.. File.ReadLines(_folder["calls"]).Where(call => call.Contains("sa_family=AF_INET", StringComparison.Ordinal))]
        : [.. Counters().Where(counter => counter.Value > 0).Select(counter => $"{counter.Key} {counter.Value}")];

    public void Dispose() => _folder.Dispose();

    /// <summary>The counters that anything but silence raises, each of which the kernel must have.</summary>
    private IEnumerable<KeyValuePair<string, long>> Counters()
    {
        string[] lines = File.ReadAllLines(_folder["counters"]);
        Dictionary<string, long> all = [];
        for (int i = 0; i < lines.Length; i++)
        {
            string[] parts = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (parts is [string name, string value] && !name.EndsWith(':')) all[name] = Number(value); // snmp6: a line each
            else if (i + 1 < lines.Length && lines[i + 1].StartsWith(parts[0] + " ", StringComparison.Ordinal)) // snmp: names, then values
                foreach ((string column, string number) in parts[1..].Zip(lines[++i].Split(' ')[1..]))
                    all[$"{parts[0].TrimEnd(':')}.{column}"] = Number(number);
        }
        return Counted.Where(name => !name.Contains('6', StringComparison.Ordinal) || all.ContainsKey(name)) // IPv6 may be off
            .Select(name => KeyValuePair.Create(name, all[name]));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static bool Runs(params string[] command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
