using System.Text.Json;

namespace TextBrewer.Adaptors;

/// <summary>How features are called in JSON.</summary>
public static class FeatureNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Feature>().Select(Of)];

    /// <summary><see cref="Feature.AttentionScores"/> → <c>attention_scores</c>.</summary>
    public static string Of(Feature feature) => JsonNamingPolicy.SnakeCaseLower.ConvertName(feature.ToString());

    /// <summary>The feature of a name in JSON, which has to be one.</summary>
    public static Feature Parse(string name) => Enum.GetValues<Feature>().First(f => Of(f) == name);
}
