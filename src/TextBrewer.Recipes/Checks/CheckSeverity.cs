using System.Text.Json.Serialization;

namespace TextBrewer.Recipes.Checks;

/// <summary>How bad a finding is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckSeverity>))]
public enum CheckSeverity
{
    /// <summary>It is unwise, and the run can go on.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The run cannot work.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
