using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TextBrewer.Recipes.Checking;

namespace TextBrewer.Recipes.Reference;

/// <summary>The reference of recipes as a page of Markdown: every key of the schema, and every name that a key takes.</summary>
internal static class RecipePage
{
    // More names than these stand in a list of their own.
    private const int Few = 5;

    /// <summary>The page of a schema.</summary>
    internal static string Of(RecipeSchema schema)
    {
        StringBuilder page = new("""
            # Every key of a recipe

            Made by `dotnet run eng/dev.cs -- reference` of what the program reads; `textbrewer schema > recipe.schema.json` writes the
            same as a JSON schema, and with `"$schema": "recipe.schema.json"` at its top an editor completes a recipe and warns of what is
            no key and no value. A recipe is JSON with comments and trailing commas; its paths are relative to its own folder. How methods
            and stages are meant stands in [recipes.md](recipes.md), several tasks in [tasks.md](tasks.md).


            """.ReplaceLineEndings("\n"));
        foreach (SchemaPlaces places in schema.Places.Where(places => !places.IsChange)) Section(page, schema, places);
        page.Append("## stages[]\nA stage has a name, and of a recipe's keys those that differ: none is required, and `null` takes one "
            + "out.\n\n");
        page.Append("# Every name\nWhat stands in brackets are arguments: `[\"dkd\", 1, 8]`.\n\n");
        foreach (NameGroup group in SchemaNames.All) Names(page, group);
        return page.ToString().TrimEnd() + "\n";
    }

    private static void Section(StringBuilder page, RecipeSchema schema, SchemaPlaces places)
    {
        JsonObject definition = schema.Definition(places.Definition);
        page.Append(CultureInfo.InvariantCulture, $"## {Title(places)}\n{definition["description"]}\n\n");
        string[] others = [.. places.Places.Skip(1).Where(IsOfTheRecipe).Select(place => $"`{place}`")];
        if (others.Length > 0) page.Append(CultureInfo.InvariantCulture, $"Also at {string.Join(", ", others)}.\n\n");
        page.Append("| key | value | default | means |\n|---|---|---|---|\n");
        JsonArray required = definition["required"] as JsonArray ?? [];
        foreach ((string key, JsonNode? described) in definition["properties"]!.AsObject())
        {
            JsonObject value = described!.AsObject();
            string standard = required.Any(one => one!.GetValue<string>() == key) ? "required" : Default(value["default"]);
            page.Append(CultureInfo.InvariantCulture, $"| `{key}` | {Kind(value, schema)} | {standard} | {value["description"]} |\n");
        }
        page.Append('\n');
    }

    private static void Names(StringBuilder page, NameGroup group)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {group.Title}\nAt `{group.Key}`.\n\n| name | means |\n|---|---|\n");
        foreach (NameLine name in group.Names) page.Append(CultureInfo.InvariantCulture, $"| `{name.Name}` | {name.Meaning} |\n");
        page.Append('\n');
    }

    private static string Title(SchemaPlaces places) => places.Places[0] is { Length: > 0 } place ? place : "A recipe";

    private static bool IsOfTheRecipe(string place) => !place.StartsWith(RecipeStages.Key, StringComparison.Ordinal);

    private static string Default(JsonNode? value) => value is null or JsonArray { Count: 0 } ? "–" : $"`{value.ToJsonString()}`";

    /// <summary>What a value is, for a person.</summary>
    private static string Kind(JsonObject value, RecipeSchema schema)
    {
        if (value["$ref"] is { } reference) return Link(Title(schema.Places.First(
            one => RecipeSchema.Reference(one.Definition) == reference.GetValue<string>())));
        if (value["allOf"] is JsonArray all) return Kind(all[0]!.AsObject(), schema);
        if (value["anyOf"] is JsonArray any) return string.Join(
            " or ",
            any.Select(form => Kind(form!.AsObject(), schema)).Where(form => form.Length > 0).Distinct());
        if (value["enum"] is JsonArray names)
            return value["title"] is { } title && names.Count > Few
                ? $"a name of {Link(title.GetValue<string>())}"
                : string.Join(", ", names.Select(name => $"`{name}`"));
        string kind = (value["type"] as JsonValue ?? value["type"]![0]!).GetValue<string>();
        return kind switch
        {
            "array" when value["items"] is JsonArray => "such a name with its arguments, in a list",
            "array" => $"a list, each {Kind(value["items"]!.AsObject(), schema)}",
            "object" when value["additionalProperties"] is JsonObject inner => $"an object of names, each with {Kind(inner, schema)}",
            "object" => "an object",
            "string" when value["title"] is { } title => Link(title.GetValue<string>()),
            "string" => "a text",
            "integer" => "a whole number" + Bounds(value),
            "number" => "a number" + Bounds(value),
            "boolean" => "true or false",
            _ => "",
        };
    }

    private static string Bounds(JsonObject value)
    {
        (string Key, string Words)[] bounds =
        [
            ("exclusiveMinimum", "above"), ("minimum", "from"), ("exclusiveMaximum", "below"), ("maximum", "to"),
        ];
        string[] said = [.. bounds.Where(bound => value.ContainsKey(bound.Key)).Select(bound => $" {bound.Words} {value[bound.Key]}")];
        return string.Concat(said);
    }

    // As Markdown's readers make an anchor of a heading.
    private static string Link(string title)
    {
        IEnumerable<char> kept = title.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ');
        return $"[{title}](#{string.Concat(kept).Replace(' ', '-')})";
    }
}
