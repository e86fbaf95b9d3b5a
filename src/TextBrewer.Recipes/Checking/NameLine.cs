namespace TextBrewer.Recipes.Checking;

/// <summary>A name that a recipe can use.</summary>
/// <param name="Name">The name, with its arguments where it has some.</param>
/// <param name="Meaning">What it stands for.</param>
internal sealed record NameLine(string Name, string Meaning);
