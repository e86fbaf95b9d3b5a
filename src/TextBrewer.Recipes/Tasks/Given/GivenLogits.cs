using System.Text.Json;

namespace TextBrewer.Recipes.Tasks.Given;

/// <summary>
/// Logits of what somebody else said. Probabilities become their logarithms, whose softmax they are; what is given as impossible or certain
/// counts as a millionth less.
/// </summary>
internal static class GivenLogits
{
    private const double Least = 1e-6;

    /// <summary>Logits of classes of which one holds.</summary>
    /// <param name="answer">The row.</param>
    /// <param name="labels">The classes.</param>
    /// <exception cref="FormatException">The row has none, too few, or those of an unknown class; the message says which.</exception>
    internal static float[] OneOf(GivenAnswer answer, IReadOnlyList<string> labels)
    {
        if (answer.Logits is { } logits) return [.. Values(logits, labels).Select(value => (float)value)];
        if (answer.Probabilities is { } probabilities) return OneOf(Values(probabilities, labels));
        if (answer.Label is { } label) return Certain(Name(label), labels);
        throw new FormatException("has no probabilities, logits or label");
    }

    /// <summary>Logits of a word's tags.</summary>
    internal static float[] OneOf(JsonElement values, bool areLogits, IReadOnlyList<string> labels) =>
        areLogits ? [.. Values(values, labels).Select(value => (float)value)] : OneOf(Values(values, labels));

    /// <summary>Logits of labels of which any number holds.</summary>
    internal static float[] AnyOf(GivenAnswer answer, IReadOnlyList<string> labels)
    {
        if (answer.Logits is { } logits) return [.. Values(logits, labels).Select(value => (float)value)];
        double[] values = answer.Probabilities is { } probabilities
            ? Values(probabilities, labels)
            : answer.Labels is { } held
                ? [.. labels.Select(label => held.Contains(label) ? 1.0 : 0)]
                : throw new FormatException("has no probabilities, logits or labels");
        if (answer.Labels?.FirstOrDefault(label => !labels.Contains(label)) is { } unknown) throw Unknown(unknown, labels);
        return [.. values.Select(value => Math.Clamp(value, Least, 1 - Least)).Select(value => (float)Math.Log(value / (1 - value)))];
    }

    /// <summary>Logits of one class that is certain.</summary>
    internal static float[] Certain(string label, IReadOnlyList<string> labels) => labels.Contains(label)
        ? OneOf([.. labels.Select(one => one == label ? 1.0 : 0)])
        : throw Unknown(label, labels);

    /// <summary>Logarithms of probabilities.</summary>
    internal static float[] OneOf(IReadOnlyList<double> probabilities) =>
        [.. probabilities.Select(value => (float)Math.Log(Math.Max(value, Least)))];

    private static double[] Values(JsonElement given, IReadOnlyList<string> labels)
    {
        if (given.ValueKind == JsonValueKind.Array)
        {
            double[] values = [.. given.EnumerateArray().Select(value => value.GetDouble())];
            return values.Length == labels.Count
                ? values
                : throw new FormatException(
                    $"has {values.Length} values, and there are {labels.Count} labels: {string.Join(", ", labels)}");
        }
        if (given.ValueKind != JsonValueKind.Object) throw new FormatException("has values that are neither a list nor a table by label");
        if (given.EnumerateObject().Select(one => one.Name).FirstOrDefault(name => !labels.Contains(name)) is { } unknown)
            throw Unknown(unknown, labels);
        return [.. labels.Select(label => given.TryGetProperty(label, out JsonElement value) ? value.GetDouble() : 0)];
    }

    private static string Name(JsonElement label) => label.ValueKind == JsonValueKind.String ? label.GetString()! : label.GetRawText();

    private static FormatException Unknown(string label, IReadOnlyList<string> labels) =>
        new($"names the label '{label}', and the task's are {string.Join(", ", labels)}");
}
