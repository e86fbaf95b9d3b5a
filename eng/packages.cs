// Packs everything, then uses it as a stranger would: in an empty folder, from a local feed, with an empty cache of packages.
// dotnet run eng/dev.cs -- packages [pack | try] [--all-platforms] [--no-quickstart]; pack alone makes the feed, try alone uses it.
using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

string root = Path.GetDirectoryName(Path.GetDirectoryName(Here())!)!;
string feed = Path.Combine(root, "artifacts", "packages");
string platform = OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";
string[] libraries =
[
    "TextBrewer.Text", "TextBrewer.Torch", "TextBrewer", "TextBrewer.Models", "TextBrewer.Onnx", "TextBrewer.Inference",
    "TextBrewer.Reports", "TextBrewer.Recipes",
];
bool pack = !args.Contains("try"), use = !args.Contains("pack");
List<string> failures = [];
int done = 0;

// An empty home, an empty cache, and the cache of this machine as a source beside the feed: what is there need not be downloaded again,
// but everything is unpacked anew.
DirectoryInfo home = Directory.CreateTempSubdirectory("packages-");
string caches = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
Dictionary<string, string> stranger = new()
{
    ["NUGET_PACKAGES"] = In("cache"),
    ["DOTNET_CLI_HOME"] = In("home"),
    ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    ["DOTNET_NOLOGO"] = "1",
    ["DOTNET_CLI_UI_LANGUAGE"] = "en",
    ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
};
string copy = In("again"); // of the repository
string tool = Path.Combine(In("tools"), "textbrewer"), student = In("distilled", "runs", "student", "student"), version = "";
try
{
    if (pack)
    {
        Step("packs the libraries and the templates", () => PackLibraries(root, feed));
        Step("packs the tool", PackTool);
        Step("packs the same bytes from another folder", PackAgain);
    }
    if (use && failures.Count == 0)
    {
        File.WriteAllText(In("nuget.config"), $"""
            <configuration><packageSources>
              <add key="packed" value="{feed}" /><add key="cache" value="{caches}" />
            </packageSources></configuration>
            """);
        Step("has in every package what belongs there", Inspect);
        Step("installs the tool", InstallTool);
        Step("installs the templates", () => Run("dotnet", home.FullName, "new", "install", Package("TextBrewer.Templates")));
        Step("distils by a recipe of the template with the tool", Distil);
        foreach ((string name, string[] packages, string code) in Examples())
            Step($"runs the README's example of {name}", () => RunExample(name, packages, code));
        Step("answers from a native program as from a managed one", RunNatively);
        Step("distils an own module of the template, torch loaded from the packages' cache", RunModule);
        Step("serves from the template", Serve);
        Step("distils by one file", RunFile);
        if (!args.Contains("--no-quickstart"))
            Step("runs the quickstart without an installation", () => Console.WriteLine(
                Run("dotnet", home.FullName, "tool", "exec", "textbrewer", "--yes", "--prerelease", "--", "quickstart")));
    }
}
finally
{
    home.Delete(recursive: true);
}
Console.WriteLine($"{done} steps as they should be{(failures.Count == 0 ? "" : $", failed: {string.Join("; ", failures)}")}");
return failures.Count == 0 ? 0 : 1;

void PackLibraries(string from, string to)
{
    if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
    foreach (string last in new[] { "src/TextBrewer.Recipes", "src/TextBrewer.Inference", "templates" }) // no library sees both
        Run("dotnet", from, "build", last, "-c", "Release");
    foreach (string project in libraries.Select(library => $"src/{library}").Append("templates"))
        Run("dotnet", from, "pack", project, "-c", "Release", "--no-build", "-o", to);
}

// A clone of the same commit, with the same remote, is built and packed anew.
void PackAgain()
{
    if (Run("git", root, "status", "--porcelain").Length > 0)
    {
        Console.WriteLine("   not compared: there are changes that no commit has");
        return;
    }
    string packed = In("packed again");
    Run("git", root, "clone", "--quiet", root, copy);
    string remote = Run("git", root, "remote").Contains("origin", StringComparison.Ordinal)
        ? Run("git", root, "remote", "get-url", "origin").Trim()
        : "";
    Run("git", copy, remote.Length > 0 ? ["remote", "set-url", "origin", remote] : ["remote", "remove", "origin"]);
    PackLibraries(copy, packed);
    string[] others = [.. Directory.EnumerateFiles(packed).Select(path => Path.GetFileName(path))];
    foreach (string name in others)
        Check(File.ReadAllBytes(Path.Combine(feed, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(packed, name))),
            $"{name} has other bytes than its twin from {copy}");
    Console.WriteLine($"   {others.Length} files");
}

// Every platform's native library is in the packages that a restore brings: all can be made on one machine.
void PackTool()
{
    string[] platforms = args.Contains("--all-platforms") ? [] : [$"-p:ToolPackageRuntimeIdentifiers=\"{platform};any\""];
    Run("dotnet", root, ["pack", "src/TextBrewer.Cli", "-c", "Release", "-o", feed, .. platforms]);
}

void Inspect()
{
    version = Path.GetFileName(Package("TextBrewer.Core"))["TextBrewer.Core.".Length..^".nupkg".Length];
    string changes = File.ReadAllText(Path.Combine(root, "CHANGELOG.md"));
    Match newest = Regex.Match(changes, @"^## (\S+)( \(not released\))?", RegexOptions.Multiline);
    Check(newest.Groups[2].Success ? version.StartsWith(newest.Groups[1].Value + "-", StringComparison.Ordinal)
        : version == newest.Groups[1].Value, $"CHANGELOG.md begins with '{newest.Value}', and the packages are {version}");
    byte[] here = Encoding.UTF8.GetBytes(root + Path.DirectorySeparatorChar);
    foreach (string path in Directory.EnumerateFiles(feed, "*.nupkg"))
    {
        string name = Path.GetFileName(path);
        using ZipArchive package = ZipFile.OpenRead(path);
        string[] files = [.. package.Entries.Select(entry => entry.FullName)];
        XElement about = Nuspec(package);
        Check(Value("version") == version, $"{name} is not {version}");
        Check(Value("license") == "Apache-2.0", $"{name} names no licence");
        Check(Value("readme") == "README.md" && Value("icon") == "icon.png", $"{name} names no README or no icon");
        foreach (string file in new[] { "README.md", "icon.png", "THIRD-PARTY-NOTICES.txt" })
            Check(files.Contains(file), $"{name} has no {file}");
        foreach (ZipArchiveEntry entry in package.Entries.Where(entry => entry.Name.StartsWith("TextBrewer", StringComparison.Ordinal)))
            Check(Bytes(entry).AsSpan().IndexOf(here) < 0, $"{name}: {entry.FullName} names a folder of this machine");
        if (!files.Any(file => file.StartsWith("lib/", StringComparison.Ordinal))) continue;
        Check(files.Any(file => Regex.IsMatch(file, @"^lib/net10\.0/TextBrewer[.\w]*\.xml$")), $"{name} has no documentation");
        Check(File.Exists(Path.ChangeExtension(path, ".snupkg")), $"{name} has no symbols");

        string? Value(string element) => about.Elements().FirstOrDefault(e => e.Name.LocalName == element)?.Value;
    }
}

void InstallTool()
{
    Run("dotnet", home.FullName, "tool", "install", "textbrewer", "--tool-path", In("tools"), "--version", version);
    string said = Run(tool, home.FullName, "--version").Trim();
    Check(said.Split('+')[0] == version, $"textbrewer {version} says that it is {said}");
    // The package for everywhere else has nothing native.
    string files = string.Join(' ', Directory.EnumerateFiles(feed, "textbrewer.any.*").SelectMany(Names));
    Check(files.Contains("TextBrewer.Cli.dll") && !Regex.IsMatch(files, @"runtimes/|torch_cpu|onnxruntime\.(so|dylib)"), files);
}

// A tiny teacher of the tests, and a few texts for it.
void Distil()
{
    string folder = In("distilled"), teacher = Path.Combine(Directory.CreateDirectory(folder).FullName, "teacher");
    Directory.CreateDirectory(teacher);
    foreach (string file in new[] { "config.json", "model.safetensors" })
        File.Copy(Path.Combine(root, "tests", "golden", "models", "bert-sequence", file), Path.Combine(teacher, file));
    IEnumerable<string> letters = Enumerable.Range('a', 26).Select(letter => $"{(char)letter}");
    string[] pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters, .. letters.Select(letter => "##" + letter)];
    File.WriteAllLines(Path.Combine(teacher, "vocab.txt"), pieces);
    string[] rows = [.. Enumerable.Range(0, 60).Select(i => $"{(char)('a' + i % 26)} film\tLABEL_{i % 3}")];
    File.WriteAllLines(Path.Combine(folder, "texts.tsv"), ["text\tgrade", .. rows]);
    string[] columns = ["--train", "texts.tsv", "--dev", "texts.tsv", "--text", "text", "--label", "grade", "--layers", "2"];
    Run("dotnet", folder, ["new", "textbrewer-recipe", "--teacher", "teacher", .. columns]);
    Run(tool, folder, "distill", "recipe.json", "--no-check", "--set", "training.num_epochs=1");
    Check(File.Exists(Path.Combine(student, "onnx", "model.onnx")), "the distillation left no ONNX folder");
}

// A section of the README with packages to add and a program to run.
IEnumerable<(string Name, string[] Packages, string Code)> Examples()
{
    foreach (string section in Regex.Split(File.ReadAllText(Path.Combine(root, "README.md")), "^## ", RegexOptions.Multiline))
    {
        Match code = Regex.Match(section, "^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        if (!code.Success) continue;
        MatchCollection packages = Regex.Matches(section, "^dotnet add package (.+)$", RegexOptions.Multiline);
        yield return (section.Split('\n')[0].Trim(), [.. packages.Select(match => match.Groups[1].Value)], code.Groups[1].Value);
    }
}

void RunExample(string name, string[] packages, string code)
{
    string folder = In(Regex.Replace(name, @"\W", ""));
    Run("dotnet", home.FullName, "new", "console", "-o", folder);
    foreach (string package in packages) Run("dotnet", folder, ["add", "package", .. package.Split(' ')]);
    File.WriteAllText(Path.Combine(folder, "Program.cs"), code);
    Run("dotnet", folder, "build", "-c", "Release");
    bool isAnswering = code.Contains("args[0]", StringComparison.Ordinal);
    string[] given = isAnswering ? [student, "a film", "z"] : [];
    string said = Run("dotnet", folder, ["run", "-c", "Release", "--no-build", .. given]);
    Console.Write(said);
    if (!isAnswering) return;
    Check(Regex.Count(said, @"^LABEL_\d 0\.\d{4}  ", RegexOptions.Multiline) == 2, said);
    string graph = File.ReadAllText(Path.Combine(folder, "obj", "project.assets.json"));
    Check(!graph.Contains("torchsharp/", StringComparison.OrdinalIgnoreCase), "TextBrewer.Inference brings torch");
    File.WriteAllText(Path.Combine(folder, "said.txt"), said);
}

void RunNatively()
{
    string folder = Path.GetDirectoryName(Directory.EnumerateFiles(home.FullName, "said.txt", SearchOption.AllDirectories).Single())!;
    string[] natively = ["-r", platform, "-p:PublishAot=true", "-p:InvariantGlobalization=true", "-p:TreatWarningsAsErrors=true"];
    Run("dotnet", folder, ["publish", "-c", "Release", "-o", "native", "-warnaserror", .. natively]);
    string program = Path.Combine(folder, "native", Path.GetFileName(folder));
    string said = Run(program, folder, student, "a film", "z");
    Check(said == File.ReadAllText(Path.Combine(folder, "said.txt")), $"the native program says {said}");
    Console.WriteLine($"{new FileInfo(program).Length / 1e6:F1} MB beside ONNX Runtime");
}

// Nothing is copied beside the program: .NET finds managed and native libraries in the cache.
void RunModule()
{
    string folder = In("Mine");
    Run("dotnet", home.FullName, "new", "textbrewer-module", "-o", folder);
    string[] uncopied = ["-p:CopyLocalLockFileAssemblies=false", "-p:GenerateRuntimeConfigDevFile=true"];
    Run("dotnet", folder, ["build", "-c", "Release", "-o", "built", .. uncopied]);
    Check(!Directory.EnumerateFiles(Path.Combine(folder, "built"), "*torch*", SearchOption.AllDirectories).Any(), "torch was copied");
    Console.Write(Run("dotnet", folder, Path.Combine("built", "Mine.dll")));
}

void Serve()
{
    string folder = In("Mine.Service");
    Run("dotnet", home.FullName, "new", "textbrewer-service", "-o", folder);
    Run("dotnet", folder, "publish", "-c", "Release", "-o", "app");
    ProcessStartInfo start = Start("dotnet", Path.Combine(folder, "app"), ["Mine.Service.dll", "--urls", "http://127.0.0.1:0"]);
    start.Environment["Model__Folder"] = student;
    using Process service = Process.Start(start)!;
    try
    {
        string? line;
        while ((line = service.StandardOutput.ReadLine()) is not null && !line.Contains("Now listening on: ", StringComparison.Ordinal)) { }
        Check(line is not null, "the service ended at once");
        using HttpClient client = new() { BaseAddress = new Uri(line!.Split("on: ")[1]) };
        using StringContent request = new("""{ "text": "a film" }""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = client.PostAsync("/classify", request).Result;
        string said = answer.Content.ReadAsStringAsync().Result;
        Check(answer.IsSuccessStatusCode && said.Contains("LABEL_", StringComparison.Ordinal), said);
        Console.WriteLine(said);
    }
    finally
    {
        service.Kill(entireProcessTree: true);
        service.WaitForExit();
    }
}

void RunFile()
{
    string folder = In("distilled"), file = Path.Combine(folder, "distil.cs");
    File.Copy(Path.Combine(root, "samples", "distil.cs"), file);
    string[] settings = ["training.num_epochs=1", "training.output_dir=runs/file"];
    Run("dotnet", folder, ["run", file, "--", "recipe.json", .. settings]);
    Check(File.Exists(Path.Combine(folder, "runs", "file", "student", "onnx", "model.onnx")), "the file left no ONNX folder");
}

// What a step says is shown where it fails.
void Step(string what, Action step)
{
    long start = Stopwatch.GetTimestamp();
    Console.WriteLine($"-- {what}");
    try
    {
        step();
        done++;
        Console.WriteLine($"   {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
    }
    catch (Exception problem)
    {
        failures.Add(what);
        Console.WriteLine($"   failed: {problem.Message}");
    }
}

string Run(string program, string folder, params string[] arguments)
{
    using Process process = Process.Start(Start(program, folder, arguments))!;
    Task<string> errors = process.StandardError.ReadToEndAsync();
    string said = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    Check(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}{errors.Result}");
    return said;
}

ProcessStartInfo Start(string program, string folder, string[] arguments)
{
    ProcessStartInfo start = new(program, arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    // This program's own settings are none of those that it starts.
    foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        start.Environment.Remove(name);
    if (folder != root && folder != copy)
        foreach ((string name, string value) in stranger) start.Environment[name] = value;
    return start;
}

string Package(string id) => Directory.EnumerateFiles(feed, "*.nupkg").Single(path => Regex.IsMatch(
    Path.GetFileName(path), $@"^{Regex.Escape(id)}\.\d"));

string In(params string[] parts) => Path.Combine([home.FullName, .. parts]);

static XElement Nuspec(ZipArchive package)
{
    using Stream stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
    return XDocument.Load(stream).Root!.Elements().First();
}

static byte[] Bytes(ZipArchiveEntry entry)
{
    using Stream stream = entry.Open();
    using MemoryStream bytes = new();
    stream.CopyTo(bytes);
    return bytes.ToArray();
}

static IEnumerable<string> Names(string path)
{
    using ZipArchive package = ZipFile.OpenRead(path);
    return [.. package.Entries.Select(entry => entry.FullName)];
}

static void Check(bool holds, string otherwise)
{
    if (!holds) throw new InvalidOperationException(otherwise);
}

static string Here([CallerFilePath] string path = "") => path;
