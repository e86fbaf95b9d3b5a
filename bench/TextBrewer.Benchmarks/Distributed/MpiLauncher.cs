using System.Diagnostics;
using System.Globalization;
using TextBrewer.Benchmarks.Processes;

namespace TextBrewer.Benchmarks.Distributed;

/// <summary>The program that starts several processes of this one.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Size">How many processes it starts; null: as many as it is told.</param>
internal sealed record MpiLauncher(string Path, int? Size = null)
{
    /// <summary>Two network namespaces in place of two hosts.</summary>
    internal static MpiLauncher TwoHosts { get; } =
        new(System.IO.Path.Combine(Places.Root, "samples", "distributed", "two-hosts"), Size: 2);

    /// <summary>The first that is installed; null: none is.</summary>
    internal static MpiLauncher? Find()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        foreach (string name in new[] { "mpirun.openmpi", "mpirun.mpich", "mpirun" })
            if (folders.Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } file) return new(file);
        return null;
    }

    /// <summary>How processes of this program are started; one alone without a launcher.</summary>
    /// <param name="processes">How many.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="arguments">What stands behind <c>child</c>.</param>
    internal ProcessStartInfo Line(int processes, int threads, params string[] arguments)
    {
        string[] program = ChildProgram.Line(arguments);
        string[] count = Size == processes ? [] : ["-np", processes.ToString(CultureInfo.InvariantCulture)];
        string[] line = processes == 1 ? program : [Path, .. count, .. program];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            WorkingDirectory = Places.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TEXTBREWER_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        // Open MPI's: as root, more processes than cores, none bound to one. MPICH has nothing against that.
        foreach (string name in new[] { "OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMPI_MCA_rmaps_base_oversubscribe" })
            start.Environment[name] = "1";
        start.Environment["OMPI_MCA_hwloc_base_binding_policy"] = "none";
        // A launcher may give each process a terminal, which .NET would prepare by writing to it.
        start.Environment["TERM"] = "dumb";
        return start;
    }
}
