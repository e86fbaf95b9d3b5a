using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using TextBrewer.Testing;

namespace TextBrewer.Service.Tests;

/// <summary>
/// A Dockerfile without Docker: what its build stage copies is copied into an empty folder, and what it publishes is published there.
/// </summary>
public abstract partial class BuiltImage : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="dockerfile">The file, from the repository's root.</param>
    protected BuiltImage(string dockerfile)
    {
        Dockerfile = File.ReadAllText(Path.Combine(Golden.ProjectRoot, dockerfile));
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

    public string Dockerfile { get; }

    /// <summary>The variables of the image.</summary>
    public IReadOnlyDictionary<string, string> Environment => Variable().Matches(Dockerfile)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    public string App => _folder["app"];

    private string Source => _folder["source"];

    /// <summary>The program that the image starts, and its arguments.</summary>
    public string[] Entry => JsonSerializer.Deserialize<string[]>(EntryPoint().Match(Dockerfile).Groups[1].Value)!;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [GeneratedRegex(@"^ENTRYPOINT (\[.+\])$", RegexOptions.Multiline)]
    private static partial Regex EntryPoint();

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
