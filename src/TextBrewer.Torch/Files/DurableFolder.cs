namespace TextBrewer.Torch.Files;

/// <summary>
/// A folder that is whole or not there: it is written beside under a temporary name, and renamed when all of it is there.
/// </summary>
public static class DurableFolder
{
    /// <summary>Writes a folder, in place of one that is there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="write">Writes its files durably into the folder that it is given; an exception leaves what was there before.</param>
    public static void Write(string path, Action<string> write)
    {
        string beside = path + DurableFile.Unfinished;
        if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        Directory.CreateDirectory(beside);
        try
        {
            write(beside);
        }
        catch
        {
            Directory.Delete(beside, recursive: true);
            throw;
        }
        FolderFlush.Of(beside);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.Move(beside, path);
        FolderFlush.Of(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
