using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TextBrewer.Reports.Results;

/// <summary>
/// Refuses null within a list or a dictionary, where the serializer looks at no annotation: nothing here writes it, and nobody expects it.
/// </summary>
internal static class NoNullItems
{
    /// <summary>Makes the properties of a type look at what is set.</summary>
    internal static void Refuse(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.Set is not { } set || !property.PropertyType.IsGenericType || property.PropertyType.IsValueType) continue;
            property.Set = (target, value) =>
            {
                if (HasNull(value)) throw new JsonException($"there is null in '{property.Name}'");
                set(target, value);
            };
        }
    }

    private static bool HasNull(object? value) => value switch
    {
        IDictionary named => named.Values.Cast<object?>().Contains(null),
        IEnumerable list => list.Cast<object?>().Contains(null),
        _ => false,
    };
}
