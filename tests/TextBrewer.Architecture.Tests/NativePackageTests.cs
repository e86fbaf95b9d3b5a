using System.Xml.Linq;
using TextBrewer.Testing;

namespace TextBrewer.Architecture.Tests;

/// <summary>
/// Which native torch a program has (CPU, CUDA, none) is the application's choice: a library that named one would put 600 MB into
/// everybody's output.
/// </summary>
public sealed class NativePackageTests
{
    [Fact]
    public void Only_applications_tests_and_samples_name_a_native_torch_package()
    {
        string[] libraries = [.. Projects("src").Where(path => Values(path, "OutputType").All(type => type == "Library"))];
        Assert.Contains("TextBrewer.Onnx", libraries.Select(Path.GetFileNameWithoutExtension));
        Assert.Contains("TextBrewer", libraries.Select(Path.GetFileNameWithoutExtension));

        // What all projects import counts as everybody's.
        IEnumerable<string> shared = Directory.EnumerateFiles(Golden.ProjectRoot, "Directory.Build.*")
            .Concat(Directory.EnumerateFiles(Path.Combine(Golden.ProjectRoot, "src"), "Directory.Build.*"));
        Assert.Empty(libraries.Concat(shared).Where(NamesNativePackage).Select(path => Path.GetRelativePath(Golden.ProjectRoot, path)));
    }

    [Fact]
    public void The_command_line_brings_the_native_torch_package() =>
        Assert.Contains("TextBrewer.Cli", Projects("src").Where(NamesNativePackage).Select(Path.GetFileNameWithoutExtension));

    private static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Golden.ProjectRoot, folder), "*.csproj", SearchOption.AllDirectories);

    private static bool NamesNativePackage(string path) => XDocument.Load(path).Descendants("PackageReference")
        .Select(package => (string?)package.Attribute("Include") ?? "")
        .Any(name => name.StartsWith("TorchSharp-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Values(string path, string element) =>
        XDocument.Load(path).Descendants(element).Select(e => e.Value);
}
