using TextBrewer.Text.Features;

namespace TextBrewer.Recipes.Tasks.Tagging;

/// <summary>The entities of a text; of tags that make no entities, each word with its tag.</summary>
/// <param name="Text">The text.</param>
/// <param name="Entities">The entities in their order.</param>
public sealed record EntitiesPrediction(string Text, IReadOnlyList<TextEntity> Entities) : Prediction
{
    internal override PredictionView View => new([Text])
    {
        Columns = [new("type"), new("entity"), new("place", IsNumber: true), new("probability", IsNumber: true)],
        Rows = [.. Entities.Select(Row)],
        Nothing = "no entities",
    };

    private static string[] Row(TextEntity entity) =>
        [entity.Type, entity.Text, FormattableString.Invariant($"{entity.Start}-{entity.End}"), PredictionView.Number(entity.Probability)];
}
