using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TextBrewer.Recipes.Runs;
using TextBrewer.Text.Machine;

namespace TextBrewer.Benchmarks.Results;

/// <summary>What a benchmark gave: its figures, and on which machine and with which software.</summary>
/// <param name="Name">The benchmark's name.</param>
/// <param name="Rows">The figures.</param>
internal sealed record BenchmarkResult(string Name, IReadOnlyList<ResultRow> Rows)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // × stays readable
    };

    /// <summary>Processor, cores, instructions, memory.</summary>
    public IReadOnlyDictionary<string, string> Machine { get; } = new Dictionary<string, string>(RunEnvironment.Machine())
    {
        ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["instructions"] = Processor.Instructions,
    };

    /// <summary>Names and versions of the software.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; } = RunEnvironment.Software();

    /// <summary>Whether every figure that has a bound and was measured keeps it.</summary>
    public bool Holds => Rows.All(row => row.Holds != false);

    /// <summary>Prints the figures as a table.</summary>
    internal void Print(TextWriter output)
    {
        int width = Rows.Select(row => row.What.Length).DefaultIfEmpty().Max();
        foreach (ResultRow row in Rows)
        {
            string value = row.Value is double number ? Number(number) : "-";
            string verdict = row.Holds switch { true => "holds", false => "FALLS SHORT", null => "" };
            output.WriteLine($"{row.What.PadRight(width)}  {value,10} {row.Unit,-9} {row.Goal,-16} {verdict,-11} {row.Note}".TrimEnd());
        }
    }

    /// <summary>Writes the result as JSON.</summary>
    internal void Save(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, JsonSerializer.Serialize(this with { Rows = [.. Rows.Select(Rounded)] }, Options) + "\n");
    }

    // Four digits that mean something: more would claim what nobody measured.
    private static ResultRow Rounded(ResultRow row) => row.Value is not { } value || !double.IsFinite(value) || value == 0
        ? row
        : row with { Value = double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) };

    private static string Number(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.001 => value.ToString("E1", CultureInfo.InvariantCulture),
        < 10 => value.ToString("F3", CultureInfo.InvariantCulture),
        < 1000 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };
}
