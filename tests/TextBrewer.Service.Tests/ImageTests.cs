using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using TextBrewer.Inference.Tests;
using TextBrewer.ServiceBench;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>
/// The Dockerfile without Docker: what it copies is copied into an empty folder, what it runs is run there, and what it starts is started.
/// </summary>
public sealed partial class ImageTests : IClassFixture<ImageTests.Image>
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
        string[] entry = JsonSerializer.Deserialize<string[]>(EntryPoint().Match(_image.Dockerfile).Groups[1].Value)!;
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

    [GeneratedRegex(@"^ENTRYPOINT (\[.+\])$", RegexOptions.Multiline)]
    private static partial Regex EntryPoint();

    /// <summary>The image's build stage.</summary>
    public sealed partial class Image : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Image()
        {
            string[] build = Dockerfile[
                ..Dockerfile.IndexOf("\nFROM", Dockerfile.IndexOf("FROM", StringComparison.Ordinal)
                    + 1, StringComparison.Ordinal)].Split('\n');
            foreach (string line in build.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal)))
            {
                string[] parts = line.Split(' ')[1..];
                foreach (string source in parts[..^1]) Copy(
                    Path.Combine(Golden.ProjectRoot, source),
                    Path.Combine(Source, parts[^1], parts[^1] == "./" ? Path.GetFileName(source) : ""));
            }
            string[] command = Assert.Single(build, line => line.StartsWith("RUN dotnet publish ", StringComparison.Ordinal))
                .Replace(" /app", $" \u0001", StringComparison.Ordinal)
                .Split(' ')[2..];
            using Process publish = Process.Start(new ProcessStartInfo("dotnet", command.Select(part => part == "\u0001" ? App : part))
            {
                WorkingDirectory = Source,
                RedirectStandardOutput = true
            })!;
            string output = publish.StandardOutput.ReadToEnd();
            publish.WaitForExit();
            Assert.True(publish.ExitCode == 0, output);
        }

        public string Dockerfile { get; } = File.ReadAllText(Path.Combine(Golden.ProjectRoot, "samples", "Service", "Dockerfile"));

        /// <summary>The variables of the image.</summary>
        public IReadOnlyDictionary<string, string> Environment => Variable().Matches(Dockerfile)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        public string App => _folder["app"];

        private string Source => _folder["source"];

        public void Dispose() => _folder.Dispose();

        [GeneratedRegex(@"^ENV (\w+)=(\S+)$", RegexOptions.Multiline)]
        private static partial Regex Variable();

        private static void Copy(string from, string to)
        {
            if (File.Exists(from))
            {
                if (to.EndsWith('/')) to = Path.Combine(to, Path.GetFileName(from));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(from, to);
                return;
            }
            Assert.True(Directory.Exists(from), $"The Dockerfile copies {from}, which is not there.");
            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(from, file);
                if (relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")) continue; // .dockerignore
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, relative))!);
                File.Copy(file, Path.Combine(to, relative));
            }
        }
    }
}
