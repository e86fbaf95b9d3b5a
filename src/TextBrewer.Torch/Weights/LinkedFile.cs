namespace TextBrewer.Torch.Weights;

/// <summary>
/// A file that an index names, or the index, where it is a symbolic link: into its own folder, or as Hugging Face's cache is made, from
/// <c>snapshots/REVISION/</c> into <c>blobs/</c> of the same repository. A folder from elsewhere cannot point at other files with it.
/// </summary>
internal static class LinkedFile
{
    private const string Snapshots = "snapshots", Blobs = "blobs";

    /// <summary>Where a link leads that must not be followed; null: nowhere, or where it may.</summary>
    /// <param name="path">The file, which is there.</param>
    internal static string? LeadsOut(string path)
    {
        if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is not FileInfo target) return null;
        DirectoryInfo folder = new FileInfo(Path.GetFullPath(path)).Directory!;
        string place = Resolved(target.Directory!), own = Resolved(folder);
        if (place == own || place.StartsWith(own + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        bool isCache = folder.Parent is { Name: Snapshots, Parent: { } repository }
            && place == Path.Combine(Resolved(repository), Blobs);
        return isCache ? null : target.FullName;
    }

    // The folder itself may be reached by links: a person named it.
    private static string Resolved(DirectoryInfo folder) => folder.Parent is { } parent
        ? (folder.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo)?.FullName ?? Path.Combine(Resolved(parent), folder.Name)
        : folder.FullName;
}
