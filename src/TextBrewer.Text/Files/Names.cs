namespace TextBrewer.Text.Files;

/// <summary>Names in a message: a file of another kind may have a "header" of a million characters.</summary>
internal static class Names
{
    private const int Longest = 400;

    internal static string List(IEnumerable<string> names)
    {
        string list = string.Join(", ", names);
        return list.Length <= Longest ? list : list[..Longest] + "…";
    }
}
