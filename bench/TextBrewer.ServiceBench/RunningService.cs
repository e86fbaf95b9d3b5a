using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace TextBrewer.ServiceBench;

/// <summary>samples/Service as a process of its own on loopback, as it runs in production.</summary>
internal sealed partial class RunningService : IAsyncDisposable
{
    private readonly StringBuilder _said = new();

    private RunningService(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    internal Process Process { get; }

    internal HttpClient Client { get; private set; } = new();

    /// <summary>What it wrote to its console so far.</summary>
    internal string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <summary>The service that was built beside this program.</summary>
    internal static ProcessStartInfo Command(string folder, params string[] settings) => new("dotnet", [
        Path.Combine(AppContext.BaseDirectory, "Service.dll"), "--urls", "http://127.0.0.1:0", "--Model:Folder", Path.GetFullPath(folder),
        "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information", .. settings,
    ]);

    /// <summary>Starts the service, and waits until it is healthy.</summary>
    internal static async Task<RunningService> Start(ProcessStartInfo command)
    {
        (command.RedirectStandardOutput, command.RedirectStandardError) = (true, true);
        RunningService service = new(Process.Start(command)!);
        service.Process.BeginOutputReadLine();
        service.Process.BeginErrorReadLine();
        while (!await service.IsHealthy())
        {
            if (service.Process.HasExited) throw new InvalidOperationException(
                $"The service ended with {service.Process.ExitCode} before it was healthy: {service.Said}");
            await Task.Delay(50);
        }
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!Process.HasExited) Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said) _said.AppendLine(line);
    }

    private async Task<bool> IsHealthy()
    {
        if (Client.BaseAddress is null)
        {
            if (Listening().Match(Said) is not { Success: true } match) return false;
            Client = ClientOf(match.Groups[1].Value);
        }
        using HttpResponseMessage response = await Client.GetAsync("/health");
        return response.IsSuccessStatusCode;
    }

    /// <summary>A client for an address, which may be a socket in a folder (<c>http://unix:/folder/socket</c>).</summary>
    private static HttpClient ClientOf(string url)
    {
        const string Unix = "http://unix:";
        if (!url.StartsWith(Unix, StringComparison.Ordinal)) return new HttpClient { BaseAddress = new Uri(url) };
        UnixDomainSocketEndPoint place = new(url[Unix.Length..]);
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(place, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost") };
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
