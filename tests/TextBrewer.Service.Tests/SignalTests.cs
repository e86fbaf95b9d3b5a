using System.Diagnostics;
using System.Net.Sockets;
using TextBrewer.Inference.Tests;
using TextBrewer.ServiceBench;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>The service as docker stop, systemd, Ctrl-C and a closed terminal end it.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Signal_has_requests_under_way_answered_and_new_ones_refused(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        await using RunningService service = await RunningService.Start(RunningService.Command(folder["onnx"]));
        using RawRequest underWay = await RawRequest.Begin(service);
        Send(signal, service);
        while (await Takes(service)) await Task.Delay(20);
        Assert.False(service.Process.HasExited);
        Assert.StartsWith("HTTP/1.1 200", await underWay.End(), StringComparison.Ordinal);
        await service.Process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal((0, false), (service.Process.ExitCode, service.Said.Contains("fail:", StringComparison.Ordinal)));
    }

    // Some callers never finish what they have begun: the service does not wait for them longer than it is told to.
    [Fact]
    public async Task Service_that_a_caller_holds_up_ends_all_the_same()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        await using RunningService service = await RunningService.Start(
            RunningService.Command(folder["onnx"], "--shutdownTimeoutSeconds", "1"));
        using RawRequest held = await RawRequest.Begin(service);
        Send("TERM", service);
        await service.Process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, service.Process.ExitCode);
    }

    private static void Send(string signal, RunningService service)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", FormattableString.Invariant($"{service.Process.Id}")]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<bool> Takes(RunningService service)
    {
        try
        {
            using TcpClient caller = new();
            await caller.ConnectAsync(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
