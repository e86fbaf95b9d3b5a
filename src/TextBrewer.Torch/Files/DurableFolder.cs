namespace TextBrewer.Torch.Files;

/// <summary>
/// A folder that is whole or not there: it is written beside under a temporary name, with a manifest of its files, and renamed when all of
/// it is on the disk.
/// </summary>
internal static class DurableFolder
{
    private const string Replaced = ".replaced";

    /// <summary>Writes a folder, in place of one that is there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="write">Gives the folder its files; an exception leaves what was there before.</param>
    /// <param name="complete">Called when all is written and nothing counts yet.</param>
    /// <param name="disk">Where it is written; null: on the machine's own.</param>
    internal static void Write(string path, Action<ManifestWriter> write, Action? complete = null, Disk? disk = null)
    {
        disk ??= Disk.Local;
        string beside = path + DurableFile.Unfinished, replaced = path + Replaced;
        disk.DeleteFolder(beside);
        disk.CreateFolder(beside);
        try
        {
            ManifestWriter files = new(beside, disk);
            write(files);
            files.Commit();
            complete?.Invoke();
            disk.FlushFolder(beside);
            // A folder cannot be renamed onto another: for an instant the old one has another name.
            disk.DeleteFolder(replaced);
            if (Directory.Exists(path)) disk.RenameFolder(path, replaced);
            disk.RenameFolder(beside, path);
        }
        catch
        {
            disk.DeleteFolder(beside);
            if (Directory.Exists(replaced)) disk.RenameFolder(replaced, path);
            throw;
        }
        disk.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        disk.DeleteFolder(replaced);
    }
}
