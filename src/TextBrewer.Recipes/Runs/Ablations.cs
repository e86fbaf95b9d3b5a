using TextBrewer.Adaptors;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Runs;

/// <summary>The configurations of a distillation without one of its loss terms.</summary>
internal static class Ablations
{
    private const string Kd = "kd_loss", HardLabels = "hard_label_loss", EarthMover = "emd";

    /// <summary>
    /// Each term that a task has, and what is distilled without it in any. Matches go by preset, or by feature and loss together; a term
    /// that stands alone in a task cannot be left out.
    /// </summary>
    internal static IReadOnlyList<(string Term, RunDistillation Left)> Of(RunDistillation distillation)
    {
        IEnumerable<string> terms = distillation.Tasks.SelectMany(Terms).Distinct(StringComparer.Ordinal);
        return
        [
            .. terms.Select(term => (Term: term, Left: distillation.Select(config => Without(config, term))))
                .Where(without => without.Left.Tasks.All(config => Terms(config).Any())),
        ];
    }

    private static IEnumerable<string> Terms(DistillationConfig config) =>
    [
        .. config.KdLossWeight > 0 ? [Kd] : Array.Empty<string>(),
        .. config.HardLabelWeight > 0 ? [HardLabels] : Array.Empty<string>(),
        .. Matches(config.IntermediateMatches),
        .. config.Emd is not null ? [EarthMover] : Array.Empty<string>(),
    ];

    private static DistillationConfig Without(DistillationConfig config, string term) => term switch
    {
        Kd => config with { KdLossWeight = 0 },
        HardLabels => config with { HardLabelWeight = 0 },
        EarthMover => config with { Emd = null },
        _ => config with { IntermediateMatches = Without(config.IntermediateMatches, term) },
    };

    private static IEnumerable<string> Matches(MatchList matches) =>
        (matches.Preset is { } preset ? Parts(preset).Select(FileName) : matches.Select(Kind)).Distinct(StringComparer.Ordinal);

    private static MatchList Without(MatchList matches, string term)
    {
        if (!Matches(matches).Contains(term)) return matches;
        if (matches.Preset is not { } preset) return MatchList.FromList([.. matches.Where(match => Kind(match) != term)]);
        string[] left = [.. Parts(preset).Where(part => FileName(part) != term)];
        return left.Length == 0 ? MatchList.None : MatchList.FromString(string.Join('+', left));
    }

    private static string Kind(IntermediateMatch match) => $"{match.Feature}_{match.Loss.Name}";

    private static string[] Parts(string preset) => preset.Split('+', StringSplitOptions.TrimEntries);

    // The term names a folder too, and is the same whatever weight stands before it.
    private static string FileName(string preset) => preset[(preset.IndexOf('*', StringComparison.Ordinal) + 1)..].Trim().Replace(':', '_');
}
