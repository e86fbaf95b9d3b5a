using System.Text.Json.Nodes;

namespace TextBrewer.Configuration;

/// <summary>A JSON converter that reads a type in several forms: <see cref="ConfigurationWalk"/> goes on along the form it names.</summary>
internal interface IFormConverter
{
    /// <summary>The type whose keys and values this value has to keep to; null: the converter itself says what is wrong.</summary>
    Type? FormOf(JsonNode value);
}
