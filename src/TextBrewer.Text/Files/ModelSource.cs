namespace TextBrewer.Text.Files;

/// <summary>Of which weights an ONNX file of ours was made: it says so itself, in its metadata.</summary>
public static class ModelSource
{
    /// <summary>The key of the weights' SHA-256, which the folder's <c>textbrewer.json</c> has too.</summary>
    public const string Key = "source_sha256";

    /// <summary>Refuses a file that was made of other weights than its folder says; one that does not say it is taken.</summary>
    /// <param name="path">The file.</param>
    /// <param name="own">What the file says; null or empty: nothing.</param>
    /// <param name="folder">What the folder says; null: nothing.</param>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Check(string path, string? own, string? folder)
    {
        if (!string.IsNullOrEmpty(own) && folder is not null && !own.Equals(folder, StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"'{path}' was made of other weights than the {ModelFiles.Task} beside it says: it was left "
                + "from an earlier export. Export the model again.");
    }
}
