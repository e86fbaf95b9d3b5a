using System.Globalization;
using System.Text.RegularExpressions;
using TextBrewer.Benchmarks.Results;

namespace TextBrewer.Benchmarks.Tables;

/// <summary>What follows a benchmark's name: values, and options with a value each.</summary>
internal sealed class BenchmarkArguments
{
    private readonly Dictionary<string, string> _options = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];

    /// <summary>Reads arguments.</summary>
    /// <exception cref="ArgumentException">There is one that the benchmark does not know.</exception>
    internal BenchmarkArguments(Benchmark benchmark, IReadOnlyList<string> arguments)
    {
        string[] known = [.. Regex.Matches(benchmark.Arguments, "--([a-z]+)").Select(match => match.Groups[1].Value)];
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                _values.Add(arguments[i]);
                continue;
            }
            string name = arguments[i][2..];
            if (!known.Contains(name)) throw new ArgumentException($"'{benchmark.Name}' has no option --{name}. {Usage(benchmark)}");
            if (++i == arguments.Count) throw new ArgumentException($"--{name} needs a value. {Usage(benchmark)}");
            _options[name] = arguments[i];
        }
        int values = Regex.Replace(benchmark.Arguments, @"\[--[^\]]*\]", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        if (_values.Count > values && !benchmark.Arguments.Contains('…', StringComparison.Ordinal))
            throw new ArgumentException($"'{_values[values]}' is one value too many. {Usage(benchmark)}");
    }

    /// <summary>The values in their order.</summary>
    internal IReadOnlyList<string> Values => _values;

    /// <summary>The first value as a folder; where there is none, <c>shared</c> beside the repository, or a part of it.</summary>
    internal string Shared(params string[] parts) => _values.Count > 0 ? _values[0] : Path.Combine([Places.Shared, .. parts]);

    /// <summary>An option's text; null: it was not given.</summary>
    internal string? Text(string option) => _options.GetValueOrDefault(option);

    /// <summary>An option's number.</summary>
    internal double Number(string option, double otherwise) =>
        Text(option) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The values from one on as whole numbers; where there are none, others.</summary>
    internal IReadOnlyList<int> Integers(int from, params int[] otherwise) =>
        _values.Count > from ? [.. _values.Skip(from).Select(value => int.Parse(value, CultureInfo.InvariantCulture))] : otherwise;

    /// <summary>Prints a result, and writes it where <c>--json</c> says.</summary>
    /// <returns>0 where every figure holds, else 1.</returns>
    internal int Finish(BenchmarkResult result)
    {
        result.Print(Console.Out);
        if (Text("json") is { } path) result.Save(path);
        return result.Holds ? 0 : 1;
    }

    private static string Usage(Benchmark benchmark) => $"Usage: {benchmark.Name} {benchmark.Arguments}".TrimEnd();
}
