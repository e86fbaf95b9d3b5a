using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TextBrewer.Configuration;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Format;

/// <summary>Reads a dev set or several under names, and tells a walk over a recipe which of the two a value is.</summary>
internal sealed class DevSetsConverter : JsonConverter<SingleOrNamed<RecipeTable>>, IFormConverter
{
    private static readonly JsonConverter<SingleOrNamed<RecipeTable>> Inner =
        (JsonConverter<SingleOrNamed<RecipeTable>>)new SingleOrNamedConverter().CreateConverter(
            typeof(SingleOrNamed<RecipeTable>),
            ResultJson.Options);

    public Type? FormOf(JsonNode value) => value is JsonObject several && SingleOrNamedConverter.HoldsNames(several)
        ? typeof(IReadOnlyDictionary<string, RecipeTable>)
        : typeof(RecipeTable);

    public override SingleOrNamed<RecipeTable>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Inner.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, SingleOrNamed<RecipeTable> value, JsonSerializerOptions options) =>
        Inner.Write(writer, value, options);
}
