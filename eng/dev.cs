// One door for the developer: dotnet run eng/dev.cs -- check | test | bench NAME | docs | api
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

string root = Path.GetDirectoryName(Path.GetDirectoryName(Here())!)!;
string data = Path.Combine(root, "..", "shared", "data"); // what the benchmarks read
return args switch
{
    // Cheapest first: the format, then the build with warnings as errors, then the links of the documents, then the tests.
    ["check"] => First(Format, Build, Docs, Test),
    ["test"] => Test(),
    ["bench", "sst2"] => Bench("sst2", Path.Combine(root, "samples", "recipes", "sst2.json"), Path.Combine(data, "sst2")),
    ["bench", "tokenize"] => Bench("tokenize", data),
    ["bench", .. string[] rest] => Bench(rest),
    ["docs"] => Docs(),
    ["api"] => Api(),
    _ => Usage(),
};

int Format() => DotNet("format", "TextBrewer.slnx", "--verify-no-changes");
int Build() => DotNet("build", "TextBrewer.slnx", "-c", "Release");
int Test() => DotNet("test", "-c", "Release");
int Bench(params string[] rest) => DotNet(["run", "-c", "Release", "--project", "bench/TextBrewer.Benchmarks", "--", .. rest]);

// Every relative link of a document leads to a file that is there.
int Docs()
{
    int broken = 0;
    foreach (string document in Directory.EnumerateFiles(root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md")))
    {
        foreach (Match link in Regex.Matches(File.ReadAllText(document), @"\]\((?!https?:|#)([^)#]+)"))
        {
            string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
            if (File.Exists(target) || Directory.Exists(target)) continue;
            Console.Error.WriteLine($"{Path.GetRelativePath(root, document)}: there is no {link.Groups[1].Value}");
            broken++;
        }
    }
    return broken == 0 ? 0 : 1;
}

// Writes the public API of every library anew, from what the analyzer misses; read the difference before it is committed.
int Api()
{
    const string List = "PublicAPI.Shipped.txt", Head = "#nullable enable";
    foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "src"), List, SearchOption.AllDirectories))
        File.WriteAllText(file, Head + "\n");
    string log = Path.GetTempFileName(), text = "";
    int code = 0;
    foreach (string last in new[] { "src/TextBrewer.Recipes", "src/TextBrewer.Inference" }) // no library sees both
    {
        string[] lenient = ["--no-incremental", "-p:TreatWarningsAsErrors=false", $"-flp:logfile={log};verbosity=minimal"];
        code = Math.Max(code, DotNet(["build", last, "-c", "Release", .. lenient]));
        text += File.ReadAllText(log);
    }
    var missing = Regex.Matches(text, @"RS0016: Symbol '(.+?)' is not part of the declared public API.*\[(.+?)[\\/][^\\/]+\.csproj\]");
    foreach (var library in missing.GroupBy(match => match.Groups[2].Value))
    {
        IEnumerable<string> symbols = library.Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        File.WriteAllLines(Path.Combine(library.Key, List), [Head, .. symbols]);
    }
    File.Delete(log);
    return code;
}

int First(params Func<int>[] steps) => steps.Select(step => step()).FirstOrDefault(code => code != 0);

int DotNet(params string[] arguments)
{
    using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = root })!;
    process.WaitForExit();
    return process.ExitCode;
}

int Usage()
{
    Console.Error.WriteLine("dotnet run eng/dev.cs -- check | test | bench quickstart | bench student NAME | bench teachers | bench "
        + "tokenize | bench attention | bench large | bench speed | docs | api");
    return 2;
}

static string Here([CallerFilePath] string path = "") => path;
