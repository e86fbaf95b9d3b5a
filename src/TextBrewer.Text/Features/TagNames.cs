namespace TextBrewer.Text.Features;

/// <summary>A model's tags: those of entities in one scheme, or any others (parts of speech), which are taken as they are.</summary>
public sealed class TagNames(IReadOnlyList<string> labels)
{
    /// <summary>The tag of a word that is in no entity.</summary>
    public const string Outside = "O";

    private readonly TagScheme? _scheme = Scheme(labels);

    /// <summary>Tags of a file in the model's scheme.</summary>
    public IReadOnlyList<string> Convert(IReadOnlyList<string> tags) => _scheme is { } scheme ? TagSchemes.Convert(tags, scheme) : tags;

    /// <summary>Whether the tags make entities.</summary>
    public bool AreEntities => _scheme is not null;

    /// <summary>
    /// The tags that a model needs for a file's sentences. Entities get those of IOB2 whatever the file has: a beginning is always told,
    /// and BIOES would double the labels.
    /// </summary>
    public static IEnumerable<string> Of(IReadOnlyList<IReadOnlyList<string>> sentences) =>
        Scheme([.. sentences.SelectMany(tags => tags).Distinct()]) is null
            ? sentences.SelectMany(tags => tags).Distinct().Order(StringComparer.Ordinal)
            : [Outside, .. sentences.SelectMany(Entities.Of).Select(e => e.Type).Distinct().Order(StringComparer.Ordinal)
                .SelectMany(type => (string[])[$"B-{type}", $"I-{type}"])];

    // From the names alone: IOB1 has the same ones as IOB2, which says more.
    private static TagScheme? Scheme(IReadOnlyList<string> labels)
    {
        if (!labels.All(label => label == Outside || IsOfScheme(label))) return null;
        return labels.Any(label => label[0] is 'E' or 'S' or 'L' or 'U') ? TagScheme.Bioes
            : labels.Any(label => label[0] == 'B') ? TagScheme.Iob2
            : TagScheme.Iob1;
    }

    private static bool IsOfScheme(string label) =>
        label.Length > 2 && label[1] == '-' && "BIESLUMW".Contains(label[0], StringComparison.Ordinal);
}
