using System.Net.Sockets;
using System.Text;
using TextBrewer.ServiceBench;

namespace TextBrewer.Service.Tests;

/// <summary>A request that the service has begun to read, and whose body comes when the test says so.</summary>
internal sealed class RawRequest : IDisposable
{
    private const string Body = """{"text": "a good film"}""";

    private readonly TcpClient _connection = new();

    /// <summary>Sends the request's head; the service says that it wants the body, so it is under way.</summary>
    internal static async Task<RawRequest> Begin(RunningService service)
    {
        RawRequest request = new();
        await request._connection.ConnectAsync(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        await request.Send($"POST /classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + $"Content-Length: {Body.Length}\r\nExpect: 100-continue\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100", await request.Receive(), StringComparison.Ordinal);
        return request;
    }

    /// <summary>Sends the body; the answer.</summary>
    internal async Task<string> End()
    {
        await Send(Body);
        return await Receive();
    }

    public void Dispose() => _connection.Dispose();

    private async Task Send(string text) => await _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task<string> Receive()
    {
        byte[] buffer = new byte[8192];
        return Encoding.ASCII.GetString(buffer, 0, await _connection.GetStream().ReadAsync(buffer));
    }
}
