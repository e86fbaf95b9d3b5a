using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Text.Features;

/// <summary>From characters of a passage to tokens of a window over it.</summary>
public static class AnswerSpans
{
    /// <summary>The first and the last token of an answer, both included, or null where the window does not hold all of it.</summary>
    /// <param name="window">A window whose pair is the passage.</param>
    /// <param name="start">The answer's first character in the passage, in UTF-16 units.</param>
    /// <param name="end">The character after its last one.</param>
    public static (int Start, int End)? Place(Encoding window, int start, int end) => new AnswerWindow(window).Place(start, end);
}
