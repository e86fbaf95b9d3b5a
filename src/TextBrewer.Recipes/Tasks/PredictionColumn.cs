namespace TextBrewer.Recipes.Tasks;

/// <summary>A column of the table that shows a prediction.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumber">Whether its cells are numbers, which stand to the right.</param>
internal sealed record PredictionColumn(string Name, bool IsNumber = false);
