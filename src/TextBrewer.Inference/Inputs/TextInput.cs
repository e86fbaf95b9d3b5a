namespace TextBrewer.Inference.Inputs;

/// <summary>A text, or a pair of texts.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pair">The second text; null: there is none.</param>
public readonly record struct TextInput(string Text, string? Pair = null)
{
    /// <summary>A single text.</summary>
    public static implicit operator TextInput(string text) => new(text);

    /// <summary>A single text.</summary>
    public static TextInput FromString(string text) => new(text);
}
