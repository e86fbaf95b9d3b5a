using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Checking;

/// <summary>Finds keys that a recipe cannot have, by the types that it is read into.</summary>
internal static class RecipeKeys
{
    internal static void Check(JsonObject json, List<string> problems) => Check(json, typeof(Recipe), "$", problems);

    private static void Check(JsonObject json, Type type, string path, List<string> problems)
    {
        Dictionary<string, Type> known = Known(type);
        foreach ((string key, JsonNode? value) in json)
        {
            if (!known.TryGetValue(key, out Type? valueType))
                problems.Add($"{path} has the key '{key}', which is unknown. Did you mean '{Nearest.To(key, known.Keys)}'?");
            else if (value is JsonObject several && SingleOrNamedConverter.IsSingleOrNamed(valueType))
            {
                Type element = valueType.GetGenericArguments()[0];
                if (!SingleOrNamedConverter.HoldsNames(several)) Check(several, element, $"{path}.{key}", problems);
                else foreach ((string name, JsonNode? item) in several) Check(item!.AsObject(), element, $"{path}.{key}.{name}", problems);
            }
            else if (value is JsonObject named && IsDictionary(valueType))
            {
                foreach ((string name, JsonNode? item) in named)
                    if (item is JsonObject element) Check(element, valueType.GetGenericArguments()[1], $"{path}.{key}.{name}", problems);
                    else problems.Add($"{path}.{key}.{name} has to be an object.");
            }
            else if (value is JsonObject inner && IsRecord(valueType)) Check(inner, valueType, $"{path}.{key}", problems);
            else if (value is JsonArray list && valueType.IsGenericType && IsRecord(valueType.GetGenericArguments()[0]))
            {
                for (int i = 0; i < list.Count; i++)
                    if (list[i] is JsonObject element) Check(element, valueType.GetGenericArguments()[0], $"{path}.{key}[{i}]", problems);
                    else problems.Add($"{path}.{key}[{i}] has to be an object.");
            }
        }
    }

    private static Dictionary<string, Type> Known(Type type)
    {
        Dictionary<string, Type> known = Properties(type, RecipeJson.Options);
        if (type == typeof(RecipeTraining))
            foreach ((string key, Type value) in Properties(typeof(TrainingConfig), ConfigurationJson.Options)) known[key] = value;
        return known;
    }

    private static Dictionary<string, Type> Properties(Type type, JsonSerializerOptions options) =>
        options.GetTypeInfo(type).Properties.Where(p => !p.IsExtensionData)
            .ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.Ordinal);

    private static bool IsDictionary(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) && IsRecord(type.GetGenericArguments()[1]);

    private static bool IsRecord(Type type) =>
        (type.Assembly == typeof(Recipe).Assembly || type.Assembly == typeof(TrainingConfig).Assembly) && type.IsClass
            && RecipeJson.Options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object;
}
