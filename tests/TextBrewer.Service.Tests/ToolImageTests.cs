using System.Diagnostics;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>The tool's Dockerfile without Docker: what it starts loads torch, with no home but an empty folder.</summary>
public sealed class ToolImageTests(ToolImageTests.Image image) : IClassFixture<ToolImageTests.Image>
{
    private const StringSplitOptions Words = StringSplitOptions.RemoveEmptyEntries;

    [Fact]
    public void Entry_point_computes_with_torch_as_nobody_in_particular()
    {
        string stage = image.Dockerfile[image.Dockerfile.LastIndexOf("\nFROM", StringComparison.Ordinal)..];
        Assert.Contains("\nUSER $APP_UID\n", stage, StringComparison.Ordinal);
        Assert.Equal("/tmp", image.Environment["HOME"]);
        Assert.StartsWith("/app/", image.Entry[1], StringComparison.Ordinal);

        using TemporaryFolder home = new();
        string program = Path.Combine(image.App, image.Entry[1]["/app/".Length..]);
        ProcessStartInfo start = new(image.Entry[0], [program, "doctor"]) { WorkingDirectory = home.Path, RedirectStandardOutput = true };
        start.Environment["HOME"] = home.Path;
        start.Environment.Remove("XDG_DATA_HOME");
        using Process doctor = Process.Start(start)!;
        string said = doctor.StandardOutput.ReadToEnd();
        doctor.WaitForExit();
        Assert.Equal(0, doctor.ExitCode);
        // The table breaks its lines at spaces, the folder's own among them.
        Assert.Contains($"loaded from {home.Path}", string.Join(' ', said.Split((char[]?)null, Words)), StringComparison.Ordinal);
    }

    /// <summary>The tool's image.</summary>
    public sealed class Image() : BuiltImage("Dockerfile");
}
