using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using TextBrewer.Inference.Tests;
using TextBrewer.ServiceBench;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>Nothing is sent anywhere: seen from outside, with nothing set that would silence ONNX Runtime.</summary>
public sealed class SilenceTests
{
    // ONNX Runtime left to itself reports for the first time eight seconds after its first session.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(12);

    [Fact]
    public void Watch_sees_a_look_up()
    {
        using NetworkWatch watch = NetworkWatch.Make();
        using Process lookUp = Process.Start(watch.Command(new ProcessStartInfo("getent", ["hosts", "textbrewer.invalid"])))!;
        lookUp.WaitForExit();
        Assert.NotEmpty(watch.Attempts());
    }

    [Fact]
    public async Task Service_tries_no_look_up_and_no_connection_and_leaves_nothing_at_home()
    {
        using NetworkWatch watch = NetworkWatch.Make();
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        DirectoryInfo sockets = Directory.CreateTempSubdirectory("socket");
        try
        {
            ProcessStartInfo command = RunningService.Command(folder["onnx"], "--urls", $"http://unix:{sockets.FullName}/service");
            await using RunningService service = await RunningService.Start(watch.Command(command));
            for (Stopwatch time = Stopwatch.StartNew(); time.Elapsed < LongEnough; await Task.Delay(500))
            {
                using HttpResponseMessage answer = await service.Client.PostAsJsonAsync("/classify", new { text = "a good film" });
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            watch.Stop();
            await service.Process.WaitForExitAsync();
            Assert.Equal(0, service.Process.ExitCode);
        }
        finally
        {
            sockets.Delete(recursive: true);
        }
        Assert.Empty(watch.Attempts());
        Assert.Empty(Files(watch));
    }

    [Fact]
    public void Export_tries_no_look_up_and_no_connection_and_leaves_nothing_of_ONNX_Runtime_at_home()
    {
        using NetworkWatch watch = NetworkWatch.Make();
        using TemporaryFolder folder = GoldenFolder.Of("bert-sequence");
        string program = Path.Combine(AppContext.BaseDirectory, "TextBrewer.Cli.dll");
        string[] arguments = ["export", folder["model"], "--output", folder["again"], "--int8", "--max-length", "18"];
        ProcessStartInfo command = watch.Command(new ProcessStartInfo("dotnet", [program, .. arguments]));
        command.RedirectStandardOutput = true;
        using Process export = Process.Start(command)!;
        string said = export.StandardOutput.ReadToEnd();
        export.WaitForExit();
        Assert.True(export.ExitCode == 0 && File.Exists(folder["again", "onnx", "model_int8.onnx"]), said);
        Assert.Empty(watch.Attempts());
        // What torch needs of its own on this machine: the library that it is reached by, and MKL's answer about the processor.
        string own = Path.Combine("data", "TextBrewer", "native");
        Assert.All(Files(watch), file => Assert.StartsWith(own, file, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Files(NetworkWatch watch) =>
        Directory.EnumerateFiles(watch.Home, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(watch.Home, file));
}
