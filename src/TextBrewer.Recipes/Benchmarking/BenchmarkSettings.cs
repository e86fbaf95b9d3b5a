using TextBrewer.Naming;
using TextBrewer.Recipes.Format;

namespace TextBrewer.Recipes.Benchmarking;

/// <summary>Which models are timed, and on what.</summary>
public sealed record BenchmarkSettings
{
    /// <summary>Hugging Face folders; the ONNX files in them are timed too.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Texts in a batch.</summary>
    /// <value>1 or more each. The default is 1 and 32.</value>
    public IReadOnlyList<int> Batches { get; init; } = [1, 32];

    /// <summary>Tokens in a text, the two added ones included.</summary>
    /// <value>3 or more each. The default is 24 and 128.</value>
    public IReadOnlyList<int> Lengths { get; init; } = [24, 128];

    /// <summary>Batches that each model gets, those for warming up left out.</summary>
    /// <value>1 or more. The default is 50.</value>
    public int Rounds { get; init; } = 50;

    /// <summary>A data file: texts of real lengths in place of <see cref="Lengths"/>; null: random tokens.</summary>
    public RecipeTable? Data { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ConfigurationException">One of them is too small.</exception>
    internal void Check()
    {
        if (Batches.Any(batch => batch < 1) || Lengths.Any(length => length < 3) || Rounds < 1) throw new ConfigurationException(
            "--batch and --rounds are at least 1, and --length at least 3: a text has two added tokens.");
    }
}
