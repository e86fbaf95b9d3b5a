using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TextBrewer.ServiceBench;

/// <summary>samples/Service as a process of its own on loopback, as it runs in production.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly Process _process;

    private RunningService(Process process, HttpClient client) => (_process, Client) = (process, client);

    internal HttpClient Client { get; }

    /// <summary>Starts the service, and waits until it is healthy.</summary>
    internal static async Task<RunningService> Start(string folder)
    {
        string url = $"http://127.0.0.1:{FreePort()}";
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Service.dll"), "--urls", url, "--Model:Folder", Path
            .GetFullPath(folder), "--Logging:LogLevel:Default", "Warning"]);
        RunningService service = new(Process.Start(start)!, new HttpClient { BaseAddress = new Uri(url) });
        while (!await service.IsHealthy())
        {
            if (service._process.HasExited) throw new InvalidOperationException(
                $"The service ended with {service._process.ExitCode} before it was healthy.");
            await Task.Delay(100);
        }
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsHealthy()
    {
        try
        {
            using HttpResponseMessage response = await Client.GetAsync("/health");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
