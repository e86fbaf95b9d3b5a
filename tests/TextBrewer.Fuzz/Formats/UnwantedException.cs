namespace TextBrewer.Fuzz.Formats;

/// <summary>A damaged file was read without a word, and what came of it is of no use.</summary>
internal sealed class UnwantedException(string message) : Exception(message);
