namespace TextBrewer.Torch.Native;

/// <summary>The threads of the native library: chosen before it is loaded, because OpenMP reads its variables only then.</summary>
internal static class LibraryThreads
{
    /// <summary>What was decided; null: nothing was loaded yet.</summary>
    internal static ThreadChoice? Choice { get; private set; }

    /// <summary>Sets the variables that OpenMP reads when it is loaded.</summary>
    /// <exception cref="InvalidDataException"><c>TEXTBREWER_THREADS</c> is no number of threads.</exception>
    internal static void Choose()
    {
        Choice = ThreadChoice.Decide(
            Environment.GetEnvironmentVariable,
            Environment.ProcessorCount,
            CpuQuota.Here(),
            watches: OperatingSystem.IsLinux(),
            LauncherProcessors.Here());
        if (Choice.Count is { } count) NativeVariables.Set(ThreadChoice.OpenMpCount, $"{count}");
        if (Choice.Waiting == ThreadWaiting.Asleep) NativeVariables.Set(ThreadChoice.OpenMpPolicy, "passive");
    }

    /// <summary>Starts to look at the machine's load where that decides how threads wait.</summary>
    /// <param name="folder">Where the loaded libraries are.</param>
    internal static void Watch(string folder)
    {
        if (Choice is { Waiting: ThreadWaiting.Watched } && OpenMp.Find(folder) is { } openMp) LoadWatch.Start(openMp);
    }
}
