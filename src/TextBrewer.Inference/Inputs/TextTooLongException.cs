namespace TextBrewer.Inference.Inputs;

/// <summary>A text has more characters than the model's options allow: it was refused before it was read. Answer 400 or 413.</summary>
public sealed class TextTooLongException : ArgumentException
{
    /// <summary>A refusal without words.</summary>
    public TextTooLongException() { }

    /// <summary>A refusal.</summary>
    public TextTooLongException(string message) : base(message) { }

    /// <summary>A refusal with its cause.</summary>
    public TextTooLongException(string message, Exception innerException) : base(message, innerException) { }

    internal TextTooLongException(int length, int most)
        : base($"A text has {length} characters, and {most} are allowed: shorten it, or raise MaxTextLength.")
    {
    }
}
