// One door for the developer: dotnet run eng/dev.cs -- check | test | bench NAME | torture | soak service | soak train |
//   fuzz FORMAT [SEEDS] | figures | packages | docs | reference | api
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

string root = Path.GetDirectoryName(Path.GetDirectoryName(Here())!)!;
string benchmarks = Path.Combine(root, "bench", "TextBrewer.Benchmarks");
string torture = Path.Combine(root, "tests", "TextBrewer.Torture");
string fuzz = Path.Combine(root, "tests", "TextBrewer.Fuzz");
string performance = Path.Combine(root, "docs", "performance.md"), results = Path.Combine(root, "docs", "results.md");
return args switch
{
    // Cheapest first: the format, then the build with warnings as errors, then the links of the documents, then the tests.
    ["check"] => First(Format, Build, Docs, Test),
    ["test"] => Test(),
    ["bench", .. string[] rest] => Bench(rest),
    // Kills runs, or processes of runs under MPI, and compares bytes: torture [mpi] [KILLS] [SEED].
    ["torture", .. string[] rest] => DotNet(["run", "-c", "Release", "--project", torture, "--", .. rest]),
    // 64 callers of the sample service: soak service [REQUESTS [FOLDER]].
    ["soak", "service", .. string[] rest] when rest.Length < 3 => SoakService(rest),
    // A training of many steps: soak train [STEPS].
    ["soak", "train", .. string[] rest] => DotNet(["run", "-c", "Release", "--project", torture, "--", "soak", .. rest]),
    // Damaged files for a reader: --cases N (10000), --seconds S, --seed K; --case N tries one of them again.
    ["fuzz", .. string[] rest] => DotNet(["run", "-c", "Release", "--project", fuzz, "--", .. rest]),
    ["figures"] => Figures(),
    // Packs, and uses the packages in an empty folder: packages [pack | try] [--all-platforms] [--no-quickstart].
    ["packages", .. string[] rest] => DotNet(["run", "eng/packages.cs", "--", .. rest]),
    ["docs"] => Docs(),
    ["reference"] => ReferenceOfRecipes(),
    ["api"] => Api(),
    _ => Usage(),
};

int Format() => DotNet("format", "TextBrewer.slnx", "--verify-no-changes");
int Build() => DotNet("build", "TextBrewer.slnx", "-c", "Release");
int Test() => DotNet("test", "-c", "Release");
int Bench(params string[] rest) => DotNet(["run", "-c", "Release", "--project", benchmarks, "--", .. rest]);

// 64 callers ask the sample service so many requests: none may be lost, its memory must not grow. The model is a tiny one of the tests,
// or that of the folder.
int SoakService(string[] rest)
{
    string requests = rest.ElementAtOrDefault(0) ?? "1000000", bench = Path.Combine(root, "bench", "TextBrewer.ServiceBench");
    DirectoryInfo temporary = Directory.CreateTempSubdirectory("soak");
    try
    {
        string? model = rest.ElementAtOrDefault(1) ?? TinyModel(temporary.FullName);
        return model is null ? 1 : DotNet("run", "-c", "Release", "--project", bench, "--", "soak", model, requests);
    }
    finally
    {
        temporary.Delete(recursive: true);
    }
}

string? TinyModel(string folder)
{
    string source = Path.Combine(folder, "model"), output = Path.Combine(folder, "onnx");
    Directory.CreateDirectory(source);
    foreach (string file in new[] { "config.json", "model.safetensors" })
        File.Copy(Path.Combine(root, "tests", "golden", "models", "bert-sequence", file), Path.Combine(source, file));
    IEnumerable<string> letters = Enumerable.Range('a', 26).Select(letter => $"{(char)letter}");
    string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters, .. letters.Select(letter => "##" + letter)];
    File.WriteAllLines(Path.Combine(source, "vocab.txt"), tokens);
    string cli = Path.Combine(root, "src", "TextBrewer.Cli");
    string[] export = ["export", source, "--output", output, "--int8", "--max-length", "18"];
    return DotNet(["run", "-c", "Release", "--project", cli, "--", .. export]) == 0 ? output : null;
}

// Writes what the benchmarks found (bench/results) into the documents about it.
int Figures()
{
    foreach (string document in new[] { performance, results }) File.WriteAllText(document, WithFigures(File.ReadAllText(document)));
    return 0;
}

// A cell of a table that ends in a comment holds a figure: the comment names the result's file and the row in it. Between two comments
// stands the whole comparison of methods.
string WithFigures(string text)
{
    text = Regex.Replace(text, @"(?<=<!-- table: methods -->\n).*?(?=<!-- end of table -->)", _ => MethodTable(), RegexOptions.Singleline);
    return Regex.Replace(text, @"\|[^|\n]*<!-- ([a-z]+): ([^\n]+?) -->", cell =>
    {
        string name = cell.Groups[1].Value, what = cell.Groups[2].Value;
        JsonElement row = Rows(name).FirstOrDefault(row => row.GetProperty("what").GetString() == what);
        return $"| {(row.ValueKind == JsonValueKind.Object ? Figure(row) : "?")} <!-- {name}: {what} -->";
    });
}

IEnumerable<JsonElement> Rows(string name)
{
    string file = Path.Combine(root, "bench", "results", $"{name}.json");
    return File.Exists(file) ? JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("rows").EnumerateArray() : [];
}

// A line for each method, a column for each data set: mean, spread, seconds. Rows are called SET, METHOD and SET, METHOD, WHAT.
string MethodTable()
{
    const string Spread = ", spread";
    Dictionary<string, JsonElement> found = Rows("methods").ToDictionary(row => row.GetProperty("what").GetString()!);
    string[][] lines =
    [
        .. found.Keys.Where(what => what.EndsWith(Spread, StringComparison.Ordinal)).Select(what => what[..^Spread.Length].Split(", ", 2)),
    ];
    string[] sets = [.. lines.Select(line => line[0]).Distinct()], methods = [.. lines.Select(line => line[1]).Distinct()];
    IEnumerable<string> body = methods.Select(method => Line($"`{method}`", set => Cell($"{set}, {method}")));
    if (sets.Length == 0) return "";
    string plain = Line("TextBrewer's recipe in the plain loop", set => Time($"{set}, the plain loop") ?? "–");
    return string.Concat([Line("", set => set), Line("---", _ => "---"), .. body, plain]);

    string Line(string name, Func<string, string> cell) => $"| {name} | {string.Join(" | ", sets.Select(cell))} |\n";

    string Cell(string what)
    {
        if (Number(what, "F1") is not { } mean) return "–";
        string seeds = found[what].GetProperty("note").GetString()!, spread = seeds == "one seed" ? seeds : Number(what + Spread, "F1")!;
        return $"{mean} ({spread}){(Time(what + ", seconds") is { } time ? ", " + time : "")}";
    }

    string? Time(string what) => Number(what, "N0") is { } seconds ? seconds + " s" : null;

    string? Number(string what, string format) => !found.TryGetValue(what, out JsonElement row) ? null
        : row.GetProperty("value").GetDouble().ToString(format, CultureInfo.InvariantCulture);
}

// Three digits, the unit, and whether it falls short; a figure that was not measured says why.
string Figure(JsonElement row)
{
    if (row.GetProperty("value") is not { ValueKind: JsonValueKind.Number } number)
        return row.TryGetProperty("note", out JsonElement note) ? note.GetString()! : "–";
    double value = number.GetDouble();
    bool isCount = row.GetProperty("unit").GetString() == "" && double.IsInteger(value);
    int digits = value == 0 || isCount ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 8);
    string rounded = value.ToString($"N{digits}", CultureInfo.InvariantCulture);
    return $"{rounded} {row.GetProperty("unit").GetString()}".TrimEnd();
}

// Every relative link of a document leads to a file that is there, every benchmark that a document names is one, and figures are those
// of the results.
int Docs()
{
    int broken = 0;
    string[] names = [.. Benchmarks()];
    foreach (string document in Directory.EnumerateFiles(root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md")))
    {
        string text = File.ReadAllText(document);
        foreach (Match link in Regex.Matches(text, @"\]\((?!https?:|#)([^)#]+)"))
        {
            string target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value);
            if (!File.Exists(target) && !Directory.Exists(target)) Broken(document, $"there is no {link.Groups[1].Value}");
        }
        foreach (Match call in Regex.Matches(text, @"(?:-- |`)bench ([a-z][a-z0-9]*)"))
            if (!names.Contains(call.Groups[1].Value)) Broken(document, $"there is no benchmark '{call.Groups[1].Value}'");
    }
    string figures = "";
    foreach (string document in new[] { performance, results })
    {
        string text = File.ReadAllText(document);
        if (WithFigures(text) != text) Broken(document, "figures are not those of bench/results: run 'dev.cs -- figures'");
        figures += text;
    }
    foreach (string name in names.Where(name => !Regex.IsMatch(figures, $@"bench {name}\b")))
        Broken(benchmarks, $"no document says what 'bench {name}' found");
    return broken == 0 ? 0 : 1;

    void Broken(string file, string what)
    {
        Console.Error.WriteLine($"{Path.GetRelativePath(root, file)}: {what}");
        broken++;
    }
}

// Writes docs/recipe.md and docs/recipe.schema.json anew, of what the program reads. They are approved texts of this test.
int ReferenceOfRecipes()
{
    Environment.SetEnvironmentVariable("TEXTBREWER_APPROVE", "1");
    string tests = Path.Combine("tests", "TextBrewer.Recipes.Tests", "TextBrewer.Recipes.Tests.csproj");
    return DotNet("test", tests, "-c", "Release", "--", "--filter-method", "*.Schema_and_page_are_those_of_the_program");
}

// The names in the benchmarks' own table.
IEnumerable<string> Benchmarks()
{
    string table = File.ReadAllText(Path.Combine(benchmarks, "Tables", "BenchmarkTable.cs"));
    return Regex.Matches(table, @"^        new\(""([a-z0-9]+)"",", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
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
    Console.Error.WriteLine("dotnet run eng/dev.cs -- check | test | bench NAME | torture | soak service | soak train |\n"
        + "  fuzz FORMAT [SEEDS] | figures | packages | docs | reference | api");
    Console.Error.WriteLine($"NAME is one of {string.Join(", ", Benchmarks())}; bench alone says what each finds out and takes");
    return 2;
}

static string Here([CallerFilePath] string path = "") => path;
