namespace TextBrewer.Naming;

/// <summary>Finds the word that a person probably meant (Levenshtein distance).</summary>
internal static class Nearest
{
    /// <summary>
    /// A space and the question whether a candidate was meant: one that begins with the word or has its letters in another order, else the
    /// one with the smallest edit distance. Empty where more than two fifths of that are otherwise.
    /// </summary>
    public static string Question(string word, IEnumerable<string> candidates)
    {
        string? nearest = candidates.MinBy(Distance);
        bool isNear = nearest is not null && 5 * Distance(nearest) <= 2 * Math.Max(word.Length, nearest.Length);
        return isNear ? $" Did you mean '{nearest}'?" : "";

        int Distance(string candidate) => IsBeginningOf(candidate) || IsShuffled(candidate) ? 0 : Edits(word, candidate);

        bool IsBeginningOf(string candidate) => word.Length > 2 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);

        bool IsShuffled(string candidate) => candidate.Length == word.Length && candidate.Order().SequenceEqual(word.Order());
    }

    private static int Edits(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
