using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Augmenting;

namespace TextBrewer.Recipes.Tasks.Augmenting;

/// <summary>The ways to change the words of examples that a recipe can name.</summary>
internal static class AugmentationKinds
{
    private const double Usual = 0.1;

    /// <summary>Every way, in the order in which they are shown.</summary>
    internal static IReadOnlyList<AugmentationKind> All { get; } =
    [
        new("masking", "[probability = 0.1] words become [MASK]", ["probability"], (recipe, words) => Replace(recipe, words, Usual))
        {
            Source = (_, task, _) => new MaskToken(MaskToken.Of(task.Settings.Tokenizer)),
        },
        new("deleting", "[probability = 0.1] words are left out", ["probability"], (recipe, _) =>
            OfAll(new Deleting<Word>(recipe.Probability ?? Usual))),
        new(
            "ngram_sampling",
            "[lengths = 1, 2, 3, 4, 5; probabilities: alike] one n-gram of each text is taken",
            ["lengths", "probabilities"],
            (recipe, _) => OfAll(NGrams(recipe.Lengths ?? [1, 2, 3, 4, 5], recipe.Probabilities))),
        new(
            "short_disorder",
            "[probabilities = 0.9, 0.1, 0, 0, 0] neighbours abc stay, or become bac, cba, cab, bca",
            ["probabilities"],
            (recipe, _) => OfAll(recipe.Probabilities is { } cases ? new ShortDisorder<Word>(cases) : new ShortDisorder<Word>())),
        new(
            "long_disorder",
            "[probability = 0.1, length = 20] the halves of a span change places",
            ["probability", "length"],
            (recipe, _) => OfAll(new LongDisorder<Word>(recipe.Probability ?? Usual, recipe.Length ?? 20))),
        new(
            "replacing",
            "[model, probability = 0.4, candidates = 15] words become what a masked language model expects (Jiao et al. 2020)",
            ["model", "probability", "candidates"],
            (recipe, words) => Replace(recipe, words, 0.4))
        {
            Source = (recipe, task, texts) => MaskedWords.Open(recipe.Model!, recipe.Candidates ?? MaskedWords.UsualCount, task, texts),
        },
        new(
            "unigram",
            "[probability = 0.1] words become words of the training texts, by how often these stand there (Xie et al. 2017)",
            ["probability"],
            (recipe, words) => Replace(recipe, words, Usual))
        {
            Source = (_, task, texts) => new UnigramWords(task, texts),
        },
    ];

    /// <summary>The way of a name; null: there is none.</summary>
    internal static AugmentationKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    internal static string Unknown(string name)
    {
        string[] names = [.. All.Select(kind => kind.Name)];
        return $"There is no augmentation '{name}'.{Nearest.Question(name, names)} Known: {string.Join(", ", names)}.";
    }

    private static Augmentation OfAll(IAugmentation<Word> change) => _ => change;

    private static Augmentation Replace(RecipeAugmentation recipe, IWordSource words, double usual)
    {
        double probability = recipe.Probability ?? usual;
        _ = new Replacing<Word>((word, _) => word, probability); // what cannot be is refused now
        return example => new Replacing<Word>((word, random) => words.Draw(example, word, random), probability);
    }

    private static NGramSampling<Word> NGrams(IReadOnlyList<int> lengths, IReadOnlyList<double>? probabilities) =>
        new(lengths, probabilities ?? [.. lengths.Select(_ => 1.0 / lengths.Count)]);
}
