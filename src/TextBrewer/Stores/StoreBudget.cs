namespace TextBrewer.Stores;

/// <summary>How many bytes the stores in a folder may take together, and how many they have.</summary>
internal sealed class StoreBudget
{
    private const long LeftFree = 1L << 30;
    private const long CheckEvery = 16L << 20;

    private readonly string _folder;
    private readonly long? _limit;
    private long _used;
    private long _checkedAt = long.MinValue;

    /// <param name="folder">The folder of the stores, which need not be there yet.</param>
    /// <param name="limit">The most bytes; null: what the disk has.</param>
    internal StoreBudget(string folder, long? limit)
    {
        (_folder, _limit) = (folder, limit);
        _used = Used(folder);
    }

    /// <summary>How many bytes can still be written.</summary>
    internal long Left => Math.Min((_limit ?? long.MaxValue) - _used, FreeOnDisk(_folder) - LeftFree);

    /// <summary>The bytes of the stores in a folder.</summary>
    internal static long Used(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFiles("*" + ChunkFile.Extension, SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

    /// <summary>The bytes that the disk of a folder has free.</summary>
    internal static long FreeOnDisk(string folder)
    {
        string full = Path.GetFullPath(folder);
        while (!Directory.Exists(full)) full = Path.GetDirectoryName(full)!;
        return new DriveInfo(full).AvailableFreeSpace;
    }

    /// <summary>Takes bytes that are about to be written.</summary>
    /// <returns>What is in the way; null: there is room.</returns>
    internal string? Take(long bytes)
    {
        if (_used + bytes > _limit) return FormattableString.Invariant($"the limit of {Size(_limit.Value)} is reached");
        if (_used + bytes - CheckEvery >= _checkedAt)
        {
            if (FreeOnDisk(_folder) - LeftFree < bytes) return "the disk has less than a gibibyte left";
            _checkedAt = _used + bytes;
        }
        _used += bytes;
        return null;
    }

    /// <summary>Bytes for a person.</summary>
    internal static string Size(double bytes) => bytes switch
    {
        < 1e4 => FormattableString.Invariant($"{bytes:F0} bytes"),
        < 1e6 => FormattableString.Invariant($"{bytes / 1e3:F0} KB"),
        < 1e9 => FormattableString.Invariant($"{bytes / 1e6:F1} MB"),
        _ => FormattableString.Invariant($"{bytes / 1e9:F1} GB"),
    };
}
