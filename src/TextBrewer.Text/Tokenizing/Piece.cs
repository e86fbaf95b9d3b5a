namespace TextBrewer.Text.Tokenizing;

/// <summary>A token of a text and where it stands there.</summary>
internal readonly record struct Piece(int Id, int Start, int End);
