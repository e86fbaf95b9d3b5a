using System.Net;
using System.Net.NetworkInformation;

namespace TextBrewer.Torch.Collectives.Watching;

/// <summary>Under which addresses other hosts may reach this one.</summary>
internal static class HostAddresses
{
    /// <summary>All of them, or those of one network interface; the one that only this host knows comes last.</summary>
    /// <param name="network">The interface's name; null: any.</param>
    /// <exception cref="InvalidDataException">There is no such interface.</exception>
    internal static string[] Of(string? network)
    {
        NetworkInterface[] all =
            Array.FindAll(NetworkInterface.GetAllNetworkInterfaces(), one => one.OperationalStatus != OperationalStatus.Down);
        NetworkInterface[] chosen = network is null ? all : Array.FindAll(all, one => one.Name == network);
        if (chosen.Length == 0 && network is not null)
            throw new InvalidDataException($"There is no network interface '{network}' on {Environment.MachineName}: there are "
                + $"{string.Join(", ", all.Select(one => one.Name))}.");
        IEnumerable<IPAddress> addresses = chosen
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal);
        return [.. addresses.Select(address => address.ToString()), IPAddress.Loopback.ToString()];
    }
}
