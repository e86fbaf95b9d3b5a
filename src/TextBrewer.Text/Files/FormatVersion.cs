namespace TextBrewer.Text.Files;

/// <summary>The version of a file format of ours, which a file says and a program knows up to some number.</summary>
public static class FormatVersion
{
    /// <summary>What to tell a person whose file is newer than this program; null: it can be read.</summary>
    /// <param name="place">The file, and the line where there are several.</param>
    /// <param name="version">The version that the file says.</param>
    /// <param name="newest">The newest version that is read here.</param>
    public static string? Problem(string place, int version, int newest) => version <= newest
        ? null
        : FormattableString.Invariant($"{place} has format {version}, and this version reads up to {newest}: use a newer TextBrewer.");

    /// <summary>Refuses a file that is newer than this program.</summary>
    /// <param name="place">The file, and the line where there are several.</param>
    /// <param name="version">The version that the file says.</param>
    /// <param name="newest">The newest version that is read here.</param>
    /// <exception cref="InvalidDataException">The file is newer.</exception>
    public static void Check(string place, int version, int newest)
    {
        if (Problem(place, version, newest) is { } problem) throw new InvalidDataException(problem);
    }
}
