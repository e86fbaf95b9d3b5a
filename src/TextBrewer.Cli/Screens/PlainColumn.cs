namespace TextBrewer.Cli.Screens;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="IsNumber">Whether its cells stand to the right.</param>
/// <param name="Wraps">Whether its cells are texts that may be broken between words; all others are shown whole.</param>
internal readonly record struct PlainColumn(string Name, bool IsNumber = true, bool Wraps = false);
