using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Tasks;

/// <summary>A kind of task by its name in a recipe.</summary>
/// <param name="Name">The name.</param>
/// <param name="Meaning">One line for a person.</param>
/// <param name="Make">Makes the task.</param>
/// <param name="Head">Makes a model with the kind's head, its weights random.</param>
public sealed record TaskKind(string Name, string Meaning, Func<TaskSettings, TextTask> Make, Func<EncoderConfig, int?, TaskModel> Head)
{
    /// <summary>Finds the labels of a training file, in ordinal order; null: the kind has no labels of its own.</summary>
    public Func<RecipeTable, IReadOnlyList<string>>? Labels { get; init; }

    /// <summary>The longest sequence of tokens where nobody says it.</summary>
    public int DefaultLength { get; init; } = 128;

    /// <summary>The names of the outputs that are logits, as Optimum has them.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = ModelOutputs.Logits;

    /// <summary>Whether its files are tables with columns.</summary>
    public bool HasColumns { get; init; } = true;

    /// <summary>Whether long texts are read in windows.</summary>
    public bool HasWindows { get; init; }

    /// <summary>Whether several tasks of this kind can share a student.</summary>
    public bool SharesEncoder { get; init; }
}
