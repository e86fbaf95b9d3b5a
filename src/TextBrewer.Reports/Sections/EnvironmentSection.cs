using TextBrewer.Reports.Analysis;
using TextBrewer.Reports.Markup;

namespace TextBrewer.Reports.Sections;

/// <summary>Seed, duration, software, machine: what one needs to repeat the run.</summary>
internal static class EnvironmentSection
{
    internal static Element? Render(ReportData data)
    {
        (string What, string Says)[] rows =
        [
            .. data.Result is { } result
                ? new[] {
                    ("status", result.Status),
                    ("steps", Numbers.Count(result.Steps)),
                    ("duration of the last call", Numbers.Seconds(result.Seconds)),
                    result.Seeds is { } seeds
                        ? ("seeds", string.Join(", ", seeds.Select(seed => FormattableString.Invariant($"{seed.Seed}"))))
                        : ("seed", FormattableString.Invariant($"{result.Seed}")) }
                : [],
            .. data.Facts?.Software.Select(pair => (pair.Key, pair.Value)) ?? [],
            .. data.Facts?.Machine.Select(pair => (pair.Key, pair.Value)) ?? [],
        ];
        return rows.Length == 0 ? null : Html.Section("surroundings", "Run, software, machine",
            Html.Table(
                [Html.Head("what"), Html.Head("value")],
                rows.Select(row => Html.Row(row.What, Html.Cell(row.Says))),
                "Run, software and machine"));
    }
}
