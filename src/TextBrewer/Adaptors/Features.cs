using TextBrewer.Naming;
using static TextBrewer.Adaptors.Axis;

namespace TextBrewer.Adaptors;

/// <summary>
/// The kinds of signals: one open table. A new one is a row, and an adaptor that sets it: <c>new Signals { [feature] = tensors }</c>.
/// </summary>
public static class Features
{
    private static readonly Dictionary<string, Feature> Known = new(StringComparer.Ordinal);

    /// <summary>Logits, (batch, classes) or (batch, length, classes).</summary>
    public static Feature Logits { get; } = Register(new("logits", Batch, Length, Classes));

    /// <summary>Which positions' logits take part in the KD loss, (batch, length).</summary>
    public static Feature LogitsMask { get; } = Register(new("logits_mask", Batch, Length));

    /// <summary>Losses against labels, scalars.</summary>
    public static Feature Losses { get; } = Register(new("losses") { IsTeachers = false });

    /// <summary>What each of the losses is a mean over, scalars.</summary>
    public static Feature LossCounts { get; } = Register(new("loss_counts") { IsTeachers = false });

    /// <summary>1 at real positions, 0 at padding, (batch, length).</summary>
    public static Feature InputsMask { get; } = Register(new("inputs_mask", Batch, Length) { IsTeachers = false });

    /// <summary>The classes that the labels name, (batch) or (batch, length).</summary>
    public static Feature Labels { get; } = Register(new("labels", Batch, Length) { IsTeachers = false });

    /// <summary>Hidden states (batch, length, width); 0 is the embedding output.</summary>
    public static Feature Hidden { get; } = Register(new("hidden", Batch, Length, Width) { HasLayers = true, BeginsWithEmbeddings = true });

    /// <summary>Attention probabilities (batch, heads, length, length).</summary>
    public static Feature Attention { get; } = Register(new("attention", Batch, Heads, Length, Length) { HasLayers = true });

    /// <summary>QKᵀ/√d + (1 − mask) · (−10000), (batch, heads, length, length).</summary>
    public static Feature AttentionScores { get; } =
        Register(new("attention_scores", Batch, Heads, Length, Length) { HasLayers = true, Padding = -10000 });

    /// <summary>Queries (batch, length, width), before the split into heads.</summary>
    public static Feature Query { get; } = Register(new("query", Batch, Length, Width) { HasLayers = true });

    /// <summary>Keys (batch, length, width), before the split into heads.</summary>
    public static Feature Key { get; } = Register(new("key", Batch, Length, Width) { HasLayers = true });

    /// <summary>Values (batch, length, width), before the split into heads.</summary>
    public static Feature Value { get; } = Register(new("value", Batch, Length, Width) { HasLayers = true });

    /// <summary>The names of the features that a match can compare.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Values.Where(feature => feature.HasLayers).Select(feature => feature.Name)];

    /// <summary>The feature that a match names; null: there is none.</summary>
    public static Feature? Find(string name) => Known.TryGetValue(name, out Feature? feature) && feature.HasLayers ? feature : null;

    /// <summary>Adds a feature, whose name matches can use from then on.</summary>
    /// <returns>The feature.</returns>
    /// <exception cref="ConfigurationException">There is one of that name.</exception>
    public static Feature Register(Feature feature) =>
        Known.TryAdd(feature.Name, feature) ? feature : throw new ConfigurationException($"There is a feature '{feature.Name}' already: "
            + $"choose another name.");

    /// <summary>The feature of a name, whether matches can name it or not; one that is not in the table has the axes given.</summary>
    internal static Feature Named(string name, IReadOnlyList<Axis> axes) =>
        Known.TryGetValue(name, out Feature? feature) ? feature : new Feature(name, axes);

    /// <summary>
    /// What a custom match captures inside a model, in the order of the matches: whatever module it is, examples come first.
    /// </summary>
    internal static Feature Captured(int match) => new($"captured_{match}", Batch, Length, Width);
}
