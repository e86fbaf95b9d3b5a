using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.Tasks.Augmenting;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;

namespace TextBrewer.Recipes.Checks;

/// <summary>A task of a recipe, read: what is looked at.</summary>
internal sealed record CheckedTask
{
    /// <summary>The task's name; empty where it stands alone.</summary>
    internal required string Name { get; init; }

    internal required TaskKind Kind { get; init; }

    internal required TextTask Task { get; init; }

    /// <summary>What is distilled in the task.</summary>
    internal required RecipeDistillation Distillation { get; init; }

    /// <summary>Where the recipe says that.</summary>
    internal required string DistillationPath { get; init; }

    /// <summary>Multiplies the loss of this task of several.</summary>
    internal double Weight { get; init; } = 1;

    /// <summary>The training data.</summary>
    internal required PackedTexts Labelled { get; init; }

    /// <summary>The extra texts.</summary>
    internal required PackedTexts Extra { get; init; }

    /// <summary>The texts that were cut from plain text.</summary>
    internal required PackedTexts Raw { get; init; }

    /// <summary>Copies of the training data with other words; null: there are none.</summary>
    internal AugmentedTexts? Augmented { get; init; }

    /// <summary>The dev sets; null: there is none.</summary>
    internal SingleOrNamed<TaskData>? Dev { get; init; }

    /// <summary>The teacher, or several as one; null: there is none.</summary>
    internal ITextModel? Teacher { get; init; }

    /// <summary>The first teacher, where it is a model of ours.</summary>
    internal TaskModel? FirstModel { get; init; }

    /// <summary>Its place in the recipe.</summary>
    internal string Path => Name.Length == 0 ? "$" : $"$.tasks.{Name}";

    /// <summary>The dev examples as the model sees them.</summary>
    internal IReadOnlyList<EncodedText> DevTexts => [.. Dev?.Items.SelectMany(set => set.Value.Inputs) ?? []];
}
