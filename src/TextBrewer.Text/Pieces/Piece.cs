namespace TextBrewer.Text.Pieces;

/// <summary>A token of a text and where it stands there.</summary>
/// <param name="Id">The token.</param>
/// <param name="Start">The first unit that it stands for.</param>
/// <param name="End">The unit behind the last.</param>
/// <param name="Text">What is written there, where that is not the token; null: the token.</param>
internal readonly record struct Piece(int Id, int Start, int End, string? Text = null);
