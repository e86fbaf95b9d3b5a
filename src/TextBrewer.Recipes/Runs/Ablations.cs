using TextBrewer.Adaptors;
using TextBrewer.Configuration;

namespace TextBrewer.Recipes.Runs;

/// <summary>The configurations of a distillation without one of its loss terms.</summary>
internal static class Ablations
{
    /// <summary>
    /// Each term, and the configuration without it. Matches go by preset, or by feature and loss together; a term that stands alone cannot
    /// be left out.
    /// </summary>
    internal static IReadOnlyList<(string Term, DistillationConfig Config)> Of(DistillationConfig config)
    {
        List<(string Term, DistillationConfig Config)> without = [];
        if (config.KdLossWeight > 0) without.Add(("kd_loss", config with { KdLossWeight = 0 }));
        if (config.HardLabelWeight > 0) without.Add(("hard_label_loss", config with { HardLabelWeight = 0 }));
        without.AddRange(Matches(config.IntermediateMatches).Select(m => (m.Term, config with { IntermediateMatches = m.Left })));
        if (config.Emd is not null) without.Add(("emd", config with { Emd = null }));
        return [.. without.Where(w => w.Config.KdLossWeight > 0 || w.Config.HardLabelWeight > 0 || !w.Config.IntermediateMatches.IsEmpty
            || w.Config.Emd is not null)];
    }

    private static IEnumerable<(string Term, MatchList Left)> Matches(MatchList matches)
    {
        if (matches.Preset is { } preset)
        {
            string[] parts = preset.Split('+', StringSplitOptions.TrimEntries);
            return parts.Select((part, i) => (FileName(part), parts.Length == 1
                ? MatchList.None
                : MatchList.FromString(string.Join('+', parts.Where((_, j) => j != i)))));
        }
        return matches.Select(Kind).Distinct(StringComparer.Ordinal)
            .Select(kind => (kind, MatchList.FromList([.. matches.Where(match => Kind(match) != kind)])));
    }

    private static string Kind(IntermediateMatch match) => $"{match.Feature}_{match.Loss.Name}";

    // The term names a folder too.
    private static string FileName(string preset) => preset.Replace(':', '_');
}
