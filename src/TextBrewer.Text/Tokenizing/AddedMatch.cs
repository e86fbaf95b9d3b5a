namespace TextBrewer.Text.Tokenizing;

/// <summary>An added token in a text, with the white space that belongs to it.</summary>
internal readonly record struct AddedMatch(int Id, int Start, int End);
