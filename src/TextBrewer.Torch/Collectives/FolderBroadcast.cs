using System.Text.Json;

namespace TextBrewer.Torch.Collectives;

/// <summary>Gives the files of a folder of process 0 to the processes that do not see them.</summary>
public static class FolderBroadcast
{
    private const int ChunkBytes = 1 << 24;

    /// <summary>Gives every process the folder; all call it.</summary>
    /// <param name="collective">The processes.</param>
    /// <param name="folder">The folder as process 0 sees it.</param>
    /// <param name="scratch">A folder of this process alone, where it writes what it does not see.</param>
    /// <returns>Where this process finds the files: the folder itself, if it has the very same, or <paramref name="scratch"/>.</returns>
    /// <param name="isNeeded">Which files, by their paths in the folder, with slashes; process 0 is asked. Null: all.</param>
    public static string Give(ICollective collective, string folder, string scratch, Func<string, bool>? isNeeded = null)
    {
        FolderFile[] files;
        bool isHere;
        using (collective.Watch.LongWork($"reading {folder}"))
        {
            files = Files(collective, folder, isNeeded ?? (_ => true));
            isHere = collective.Rank == 0 || Array.TrueForAll(files, file => file.IsIn(folder));
        }
        if (!collective.Any(!isHere)) return folder;
        byte[] chunk = new byte[ChunkBytes];
        foreach (FolderFile file in files) Give(collective, file, folder, isHere ? null : scratch, chunk);
        return isHere ? folder : scratch;
    }

    private static FolderFile[] Files(ICollective collective, string folder, Func<string, bool> isNeeded)
    {
        byte[] own = collective.Rank == 0 ? JsonSerializer.SerializeToUtf8Bytes(FolderFile.Of(folder, isNeeded)) : [];
        return JsonSerializer.Deserialize<FolderFile[]>(collective.OfFirst(own))!;
    }

    private static void Give(ICollective collective, FolderFile file, string folder, string? scratch, byte[] chunk)
    {
        using FileStream? source = collective.Rank == 0 ? File.OpenRead(Path.Combine(folder, file.Name)) : null;
        using FileStream? target = scratch is null ? null : Create(Path.Combine(scratch, file.Name));
        for (long at = 0; at < file.Length; at += chunk.Length)
        {
            Span<byte> bytes = chunk.AsSpan(0, (int)Math.Min(chunk.Length, file.Length - at));
            source?.ReadExactly(bytes);
            collective.Broadcast(bytes);
            target?.Write(bytes);
        }
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.Create(path);
    }
}
