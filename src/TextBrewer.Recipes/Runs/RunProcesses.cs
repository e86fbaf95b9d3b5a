using TextBrewer.Torch.Collectives;

namespace TextBrewer.Recipes.Runs;

/// <summary>
/// Where the processes of a run find its files: in the run's folder, or in copies of what process 0 sees, which are removed at the end.
/// </summary>
internal sealed class RunProcesses : IDisposable
{
    private readonly ICollective _collective;
    private readonly string _folder;

    private RunProcesses(ICollective collective, string folder, string own) => (_collective, _folder, Folder) = (collective, folder, own);

    /// <summary>Where this process finds the run's files: the run's folder, or a copy of what it needs of it.</summary>
    internal string Folder { get; }

    /// <summary>Finds out who sees a run's folder, which need not be there yet.</summary>
    /// <param name="host">The processes, and where they may keep copies.</param>
    /// <param name="folder">The run's folder.</param>
    internal static RunProcesses Of(RunHost host, string folder)
    {
        if (host.Collective.Size == 1 || IsShared(host.Collective, folder)) return new(host.Collective, folder, folder);
        string scratch = Path.Combine(
            host.LocalScratch ?? Path.GetTempPath(),
            FormattableString.Invariant($"textbrewer-{Environment.ProcessId}-rank{host.Collective.Rank}"));
        host.Say($"Not all processes see '{folder}': they keep what they need of it in {host.LocalScratch ?? "their temporary folders"}.");
        return new(host.Collective, folder, host.Collective.Rank == 0 ? folder : scratch);
    }

    /// <summary>
    /// Gives all processes what the run's folder holds, where they don't see it: recipe, results, students, newest checkpoints. Whatever
    /// process 0 wrote before is there afterwards.
    /// </summary>
    internal void Give()
    {
        if (_collective.Size == 1) return;
        if (_collective.Any(_folder != Folder)) FolderBroadcast.Give(_collective, _folder, Folder, RunFiles.IsNeeded(_folder));
        else _collective.Barrier();
    }

    /// <summary>Removes this process's copies.</summary>
    public void Dispose()
    {
        if (_folder == Folder || _collective.Rank == 0 || !Directory.Exists(Folder)) return;
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The run is as good as it was: whoever cleans the scratch folder finds it there.
        }
    }

    /// <summary>Asks by a file in the nearest folder above that is there, which may have another name for each process.</summary>
    private static bool IsShared(ICollective collective, string folder)
    {
        int levels = 0;
        while (collective.Rank == 0 && !Directory.Exists(Above(folder, levels))) levels++;
        return SharedFolder.IsShared(collective, Above(folder, BitConverter.ToInt32(collective.OfFirst(BitConverter.GetBytes(levels)))));
    }

    private static string Above(string folder, int levels)
    {
        string above = Path.GetFullPath(folder);
        for (int i = 0; i < levels; i++) above = Path.GetDirectoryName(above) ?? above;
        return above;
    }
}
