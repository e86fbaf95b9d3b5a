using System.Text.Json;

namespace TextBrewer.Matching;

/// <summary>How features are called in JSON.</summary>
public static class FeatureNames
{
    /// <summary><c>AttentionScores</c> → <c>attention_scores</c>.</summary>
    public static string Of(string feature) => JsonNamingPolicy.SnakeCaseLower.ConvertName(feature);

    /// <summary>The feature of a name in JSON.</summary>
    public static Feature Parse(string name) => Enum.GetValues<Feature>().First(f => Of(f.ToString()) == name);
}
