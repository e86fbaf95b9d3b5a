using System.Text.Json;

namespace TextBrewer.Text.Files;

/// <summary>A value in a JSON file and where it stands, so that a message can say so.</summary>
internal readonly record struct JsonPlace(string File, string Path, JsonElement Element)
{
    internal InvalidDataException Wrong(string problem) => new($"'{File}', {Path}: {problem}");

    /// <summary>A key's value; null where there is none or where it is <c>null</c>.</summary>
    internal JsonPlace? Find(string key) =>
        Has(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? new JsonPlace(File, $"{Path}.{key}", value) : null;

    internal JsonPlace Get(string key) => Find(key)
        ?? throw Wrong($"there is no key '{key}'. Its keys are: {Names.List(Keys().Select(k => k.Key))}.{Meant(key)}");

    private string Meant(string key) =>
        Keys().FirstOrDefault(other => other.Key.Equals(key, StringComparison.OrdinalIgnoreCase) && other.Key != key) is { Key: { } meant }
            ? $" Did you mean '{meant}'?"
            : "";

    /// <summary>Whether there is a key, be it <c>null</c>.</summary>
    internal bool Has(string key, out JsonElement value)
    {
        try
        {
            return Object().TryGetProperty(key, out value);
        }
        catch (InvalidOperationException problem)
        {
            throw Half(problem);
        }
    }

    internal IEnumerable<(string Key, JsonPlace Value)> Keys()
    {
        List<(string, JsonPlace)> keys = [];
        try
        {
            foreach (JsonProperty property in Object().EnumerateObject()) keys.Add(
                (property.Name, new JsonPlace(File, $"{Path}.{property.Name}", property.Value)));
        }
        catch (InvalidOperationException problem)
        {
            throw Half(problem);
        }
        return keys;
    }

    internal IEnumerable<JsonPlace> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array) throw Wrong($"expected is a list, and this is {Kind()}.");
        JsonPlace self = this;
        return Element.EnumerateArray().Select((item, i) => new JsonPlace(self.File, $"{self.Path}[{i}]", item));
    }

    internal string Text()
    {
        if (Element.ValueKind != JsonValueKind.String) throw Wrong($"expected is a text, and this is {Kind()}.");
        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException problem)
        {
            throw Half(problem);
        }
    }

    /// <summary>A text, or a number, true or false as they are written.</summary>
    internal string Scalar() =>
        Element.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? Element.GetRawText() : Text();

    internal int Integer() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number)
        && number is >= int.MinValue and <= int.MaxValue
        && Math.Floor(number) == number
        ? (int)number
        : throw Wrong($"expected is a whole number, and this is {Kind()}.");

    internal double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number)
        && double.IsFinite(number)
        ? number
        : throw Wrong($"expected is a number, and this is {Kind()}.");

    internal bool Flag() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Element.GetBoolean()
        : throw Wrong($"expected is true or false, and this is {Kind()}.");

    /// <summary>A key's value where there is one.</summary>
    internal bool Flag(string key, bool otherwise) => Find(key)?.Flag() ?? otherwise;

    /// <summary>A whole file.</summary>
    /// <exception cref="InvalidDataException">It is no JSON.</exception>
    internal static JsonPlace Of(string file, byte[] bytes)
    {
        try
        {
            ReadOnlySpan<byte> utf8 = bytes;
            if (utf8.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
            using JsonDocument document = JsonDocument.Parse(bytes);
            return new JsonPlace(file, "$", document.RootElement.Clone());
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"'{file}' is no JSON: {problem.Message}", problem);
        }
    }

    private JsonElement Object() =>
        Element.ValueKind == JsonValueKind.Object ? Element : throw Wrong($"expected is an object, and this is {Kind()}.");

    private string Kind() => Element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => $"the number {(Element.GetRawText() is { Length: <= 20 } text ? text : Element.GetRawText()[..20] + "…")}",
        _ => Element.GetRawText(),
    };

    /// <summary>JSON may write <c>"\ud800"</c>, which is no character.</summary>
    private InvalidDataException Half(InvalidOperationException problem) =>
        new($"'{File}', {Path}: a text has half of a character in it (a surrogate without its other half).", problem);
}
