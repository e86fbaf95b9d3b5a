namespace TextBrewer.Text.Tokenizing;

/// <summary>A sound file asks for something that is not read here.</summary>
internal sealed class UnsupportedTokenizerException(string message) : Exception(message);
