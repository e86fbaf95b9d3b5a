using TextBrewer.Naming;

namespace TextBrewer.Recipes.Tasks;

/// <summary>Texts that a person types for a model, as arguments or as the lines of a file.</summary>
/// <param name="Lines">The texts.</param>
internal sealed record TypedTexts(IReadOnlyList<string> Lines)
{
    /// <summary>Whether each text is a pair: its parts stand apart by a tab, or are two texts.</summary>
    public bool ArePairs { get; init; }

    /// <summary>A passage that all texts are questions about; null: each question brings its own.</summary>
    public string? Passage { get; init; }

    /// <summary>Choices for all texts; empty: they follow each text after tabs.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    internal IReadOnlyList<PredictionInput> TextsOrPairs() => ArePairs ? Pairs() : [.. Lines.Select(line => new PredictionInput(line))];

    internal IReadOnlyList<PredictionInput> Questions() =>
        Passage is null ? Pairs("A question comes with its passage: give one for all by --context FILE; else questions and passages")
            : [.. Lines.Select(line => new PredictionInput(line, Passage))];

    internal IReadOnlyList<PredictionInput> WithChoices() => [.. Lines.Select(line =>
    {
        if (Choices.Count > 0) return new PredictionInput(line, null, Choices);
        string[] parts = line.Split('\t');
        return new PredictionInput(parts[0], null, parts[1..]);
    })];

    /// <summary>Lines with a tab, or two lines for each pair.</summary>
    /// <param name="what">What is to be given so: the beginning of a sentence.</param>
    private IReadOnlyList<PredictionInput> Pairs(string what = "Texts of two parts (--pairs)")
    {
        string[][] parts = [.. Lines.Select(line => line.Split('\t'))];
        if (parts.All(two => two.Length == 2)) return [.. parts.Select(two => new PredictionInput(two[0], two[1]))];
        if (parts.All(one => one.Length == 1) && Lines.Count % 2 == 0)
            return [.. Lines.Chunk(2).Select(two => new PredictionInput(two[0], two[1]))];
        throw new ConfigurationException($"{what} are given with one tab in each text, or as an even number of texts without any.");
    }
}
