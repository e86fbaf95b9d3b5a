using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TextBrewer.Torture;

/// <summary>The program as several processes that a launcher of MPI starts.</summary>
internal static class SharedRun
{
    internal const string OpenMpi = "mpirun.openmpi", Mpich = "mpirun.mpich";

    // Each leaves its number for whoever wants to end it; 'rank' may be used by what it does first.
    private const string Begin = "rank=${OMPI_COMM_WORLD_RANK:-$PMI_RANK}; echo $$ > pid$rank; ";

    /// <summary>Whether a launcher is installed.</summary>
    internal static bool IsInstalled(string launcher) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, launcher)));

    /// <summary>Starts it in a folder, where each process writes its number to <c>pid</c> and its rank.</summary>
    /// <param name="launcher">The launcher's name.</param>
    /// <param name="size">How many processes.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="first">What each does in a shell before it becomes the program: <c>cd host$rank;</c>.</param>
    internal static Child Start(string launcher, int size, string folder, IEnumerable<string> arguments, string first = "") => Child.Start(
        folder,
        [
            launcher, "-np", size.ToString(CultureInfo.InvariantCulture), "sh", "-c", Begin + first + "exec \"$@\"", "sh", "dotnet",
            Child.Program, .. arguments,
        ],
        new Dictionary<string, string>
        {
            ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
            ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
            // More processes than cores.
            ["OMPI_MCA_rmaps_base_oversubscribe"] = "1",
        });

    /// <summary>The number of one of the processes that were started in a folder; null: it is not there.</summary>
    internal static int? Number(string folder, int rank)
    {
        string path = Path.Combine(folder, FormattableString.Invariant($"pid{rank}"));
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out int id) ? id : null;
    }

    /// <summary>Kills one of the processes that were started in a folder, if it is there.</summary>
    internal static void Kill(string folder, int rank)
    {
        if (Number(folder, rank) is not { } id) return;
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended in this moment.
        }
    }
}
