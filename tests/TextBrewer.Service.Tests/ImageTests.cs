using System.Diagnostics;
using TextBrewer.Inference.Tests;
using TextBrewer.ServiceBench;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>The service's Dockerfile without Docker: what it starts is started.</summary>
public sealed class ImageTests : IClassFixture<ImageTests.Image>
{
    private const long Limit = 60_000_000;

    private readonly Image _image;

    public ImageTests(Image image) => _image = image;

    [Fact]
    public void Published_service_is_small_and_knows_no_torch()
    {
        FileInfo[] files = new DirectoryInfo(_image.App).GetFiles("*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.Name == "libonnxruntime.so");
        Assert.InRange(files.Sum(file => file.Length), 1, Limit);
        Assert.DoesNotContain(files, file => file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase)
            || file.Name.Contains("c10", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public Task Entry_point_starts_and_answers() => Start(_image.Environment);

    [Fact]
    public void Image_has_ONNX_Runtime_report_nothing() => Assert.Equal("1", _image.Environment["ORT_DISABLE_TELEMETRY"]);

    // ONNX Runtime writes a device's identity and a database into the user's cache and opens connections, unless it is told not to
    // before its first session; switching its events off in the environment it has made comes too late for all three.
    [Fact]
    public Task Service_leaves_no_identity_and_no_database_of_ONNX_Runtime_where_nothing_is_set() =>
        Start(new Dictionary<string, string>());

    /// <summary>Starts the service with an empty home, asks for its health, and sees that ONNX Runtime left nothing there.</summary>
    private async Task Start(IReadOnlyDictionary<string, string> environment)
    {
        string[] entry = _image.Entry;
        Assert.True(File.Exists(Path.Combine(_image.App, entry[1])), entry[1]);
        using TemporaryFolder model = GoldenFolder.Of("bert-sequence"), home = new();
        ProcessStartInfo start = new(entry[0], [.. entry[1..], "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = _image.App };
        // Where tests run, ONNX Runtime may be silent anyway.
        foreach (string name in new[] { "CI", "TF_BUILD", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED" })
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        start.Environment["HOME"] = home.Path;
        start.Environment["XDG_CACHE_HOME"] = home["cache"];
        start.Environment["Model__Folder"] = model["onnx"];
        await using (await RunningService.Start(start)) { }
        Assert.Empty(Directory.EnumerateFiles(home.Path, "*onnxruntime*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(home.Path, "deviceid", SearchOption.AllDirectories));
    }

    /// <summary>The service's image.</summary>
    public sealed class Image() : BuiltImage(Path.Combine("samples", "Service", "Dockerfile"));
}
