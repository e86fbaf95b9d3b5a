using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using TextBrewer.Testing;

namespace TextBrewer.Reports.Tests;

/// <summary>
/// A Chromium without a window, spoken to by its DevTools protocol: a page of its own, and what the page complained about and asked for.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private int _id;

    private Chromium(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>Errors and warnings of the console and of the browser.</summary>
    internal List<string> Complaints { get; } = [];

    /// <summary>Every address that was asked for.</summary>
    internal List<string> Requests { get; } = [];

    /// <summary>Starts it; skips the calling test where it is not installed.</summary>
    internal static async Task<Chromium> Start()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        if (program is null) Assert.Skip($"None of {string.Join(", ", Names)} is installed (Debian: apt-get install chromium).");
        TemporaryFolder profile = new();
        // A container has neither the sandbox's privileges nor much shared memory; the page is our own.
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--disable-background-networking",
            "--remote-debugging-port=0", $"--user-data-dir={profile.Path}",
            "about:blank",
        ];
        Chromium browser = new(
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!,
            profile);
        browser._process.ErrorDataReceived += (_, _) => { };
        browser._process.OutputDataReceived += (_, _) => { };
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        await browser.Connect();
        foreach (string domain in new[] { "Page", "Runtime", "Log", "Network" }) await browser.Send($"{domain}.enable");
        return browser;
    }

    /// <summary>Opens a page on a screen of this width, in a theme.</summary>
    internal async Task Open(string path, int width, bool dark)
    {
        await Send("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = width < 600 });
        await Send(
            "Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });
        await Send("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        while (await Evaluate("document.readyState + location.protocol") is not "completefile:") await Task.Delay(20);
    }

    /// <summary>What an expression comes to, as text.</summary>
    internal async Task<string> Evaluate(string expression) =>
        (await Send("Runtime.evaluate", new { expression = $"String({expression})", returnByValue = true }))["result"]!["value"]!
            .GetValue<string>();

    /// <summary>The whole page as pictures, screen by screen.</summary>
    internal async Task Picture(string folder, string name, int width)
    {
        const int Screen = 1500;
        int height = int.Parse(await Evaluate("document.documentElement.scrollHeight"), CultureInfo.InvariantCulture);
        for (int y = 0; y < height; y += Screen)
        {
            JsonNode picture = await Send(
                "Page.captureScreenshot",
                new { captureBeyondViewport = true, clip = new { x = 0, y, width, height = Math.Min(Screen, height - y), scale = 1 } });
            await File.WriteAllBytesAsync(
                Path.Combine(folder, FormattableString.Invariant($"{name}-{y / Screen}.png")),
                Convert.FromBase64String(picture["data"]!.GetValue<string>()));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task Connect()
    {
        string port = _profile["DevToolsActivePort"];
        for (int i = 0; !File.Exists(port) || File.ReadAllLines(port).Length < 2; i++)
        {
            if (i == 600 || _process.HasExited) throw new InvalidOperationException("Chromium does not start.");
            await Task.Delay(50);
        }
        using HttpClient client = new();
        JsonNode targets = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{File.ReadAllLines(port)[0]}/json")))!;
        await _socket.ConnectAsync(
            new Uri(targets.AsArray().First(t => t!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>()),
            CancellationToken.None);
    }

    private async Task<JsonNode> Send(string method, object? parameters = null)
    {
        int id = ++_id;
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } }),
            WebSocketMessageType.Text,
            endOfMessage: true,
            CancellationToken.None);
        while (true)
        {
            JsonNode message = await Receive();
            if (message["id"]?.GetValue<int>() == id) return message["result"]
                ?? throw new InvalidOperationException($"{method}: {message["error"]}");
            Note(message);
        }
    }

    private async Task<JsonNode> Receive()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        using MemoryStream text = new();
        byte[] buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }

    private void Note(JsonNode message)
    {
        JsonNode? of = message["params"];
        switch (message["method"]?.GetValue<string>())
        {
            case "Network.requestWillBeSent": Requests.Add(of!["request"]!["url"]!.GetValue<string>()); break;
            case "Log.entryAdded": Complaints.Add(of!["entry"]!["text"]!.GetValue<string>()); break;
            case "Runtime.exceptionThrown": Complaints.Add(of!["exceptionDetails"]!.ToJsonString()); break;
            case "Runtime.consoleAPICalled":
                Complaints.Add(
                string.Create(CultureInfo.InvariantCulture, $"console: {of!["args"]!.ToJsonString()}")); break;
            case "Page.javascriptDialogOpening": Complaints.Add($"dialog: {of!["message"]}"); break;
        }
    }
}
