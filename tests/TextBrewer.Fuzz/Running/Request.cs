using System.Globalization;
using TextBrewer.Fuzz.Cases;
using TextBrewer.Fuzz.Formats;

namespace TextBrewer.Fuzz.Running;

/// <summary>What is asked for on the command line.</summary>
internal sealed record Request(Format Format)
{
    internal const string ChildWord = "child";

    /// <summary>A folder of seeds, each a file or a folder; null: those that the code makes.</summary>
    internal string? Seeds { get; init; }

    /// <summary>The first case.</summary>
    internal int First { get; init; }

    /// <summary>The case behind the last.</summary>
    internal int End { get; init; } = 10_000;

    /// <summary>The most seconds.</summary>
    internal double Seconds { get; init; } = double.MaxValue;

    /// <summary>What the cases are drawn from.</summary>
    internal int Seed { get; init; }

    internal static Request Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || FormatTable.Find(arguments[0]) is not { } format)
            throw new ArgumentException($"FORMAT is one of {string.Join(", ", FormatTable.All.Select(known => known.Name))}.");
        Request request = new(format);
        for (int i = 1; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                if (!Directory.Exists(arguments[i])) throw new ArgumentException($"There is no folder '{arguments[i]}' of seeds.");
                request = request with { Seeds = arguments[i] };
                continue;
            }
            if (i + 1 == arguments.Count || !double.TryParse(arguments[i + 1], CultureInfo.InvariantCulture, out double number))
                throw new ArgumentException($"{arguments[i]} takes a number.");
            request = arguments[i++] switch
            {
                "--cases" => request with { End = request.First + (int)number },
                "--seconds" => request with { Seconds = number },
                "--seed" => request with { Seed = (int)number },
                "--case" => request with { First = (int)number, End = (int)number + 1 },
                "--first" => request with { First = (int)number },
                "--end" => request with { End = (int)number },
                string other => throw new ArgumentException($"There is no {other}."),
            };
        }
        return request;
    }

    internal IReadOnlyList<string> ToArguments() =>
    [
        ChildWord, Format.Name, .. Seeds is null ? (string[])[] : [Seeds],
        "--first", Text(First), "--end", Text(End), "--seconds", Text(Seconds), "--seed", Text(Seed),
    ];

    /// <summary>The seeds: a file stands in the place of the code's own, among what stands beside it.</summary>
    internal IReadOnlyList<Seed> AllSeeds()
    {
        IReadOnlyList<Seed> own = Format.Seeds();
        if (Seeds is null) return own;
        return
        [
            .. Directory.GetFiles(Seeds).Order(StringComparer.Ordinal).Select(path => own[0].With(
                Path.GetFileName(path),
                new Dictionary<string, byte[]> { [Format.File] = File.ReadAllBytes(path) })),
            .. Directory.GetDirectories(Seeds).Order(StringComparer.Ordinal).Select(Cases.Seed.OfFolder),
        ];
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
