namespace TextBrewer.Text.Reading;

/// <summary>Where the answers of one passage stand in it.</summary>
internal sealed class AnswerPlaces(string context, Warnings warnings)
{
    private readonly CodePoints _characters = new(context);

    internal string Context => context;

    /// <summary>An answer where the file says, or nearest to that place.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="start">The answer's place in Unicode characters; null: the file does not say.</param>
    internal ReferenceAnswer Find(string text, int? start)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            warnings.Count("empty answer");
            return new ReferenceAnswer("", -1);
        }
        if (trimmed.Length < text.Length) warnings.Count("white space around an answer, cut off");
        int indent = text.Length - text.TrimStart().Length;
        int? given = start is int characters ? _characters.Utf16(characters) : null;
        if (given is int exact && string.CompareOrdinal(context, exact, text, 0, text.Length) == 0)
            return new ReferenceAnswer(trimmed, exact + indent);

        int near = given ?? (start > 0 ? context.Length : 0);
        int found = Occurrence.Nearest(context, trimmed, near);
        warnings.Count(found < 0
            ? "answer not in the passage"
            : start is null ? "answer without an offset, searched for" : "answer at a wrong offset, corrected");
        return new ReferenceAnswer(trimmed, found);
    }
}
