using System.Runtime.InteropServices;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Collectives.Mpi;

/// <summary>A loaded MPI library.</summary>
/// <param name="Handle">The loader's handle.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Family">Its binary interface.</param>
internal sealed record MpiLibrary(nint Handle, string Name, MpiFamily Family)
{
    /// <summary>The variable that names the library's file.</summary>
    internal const string Variable = "TEXTBREWER_MPI_LIBRARY";

    /// <summary>Loads the library that belongs to a launcher, or another one where there is no such.</summary>
    /// <param name="launch">How the process was started.</param>
    /// <param name="named">A file that goes before all others; null: none.</param>
    /// <exception cref="DllNotFoundException">There is none.</exception>
    internal static MpiLibrary Load(Launch launch, string? named)
    {
        if (!string.IsNullOrWhiteSpace(named))
            return Open(named, family: null)
                ?? throw new DllNotFoundException($"{Variable} is '{named}', which is no MPI library that can be loaded.");
        string[] names = Names();
        foreach (MpiFamily? family in new[] { launch.Family, null })
            foreach (string name in names)
                if (Open(name, family) is { } library) return library;
        throw new DllNotFoundException(
            $"This process was started as one of {launch.Size}, but there is no MPI library ({string.Join(", ", names)}): install the one "
                + $"that the launcher belongs to, on Debian openmpi-bin or mpich, or name its file in {Variable}.");
    }

    private static string[] Names()
    {
        if (OperatingSystem.IsWindows()) return ["msmpi.dll", "impi.dll"];
        return OperatingSystem.IsMacOS()
            ? ["libmpi.40.dylib", "libmpi.12.dylib", "libmpi.dylib", "/opt/homebrew/lib/libmpi.dylib", "/usr/local/lib/libmpi.dylib"]
            : ["libmpi.so.40", "libmpich.so.12", "libmpi.so.12", "libmpi_cray.so.12", "libmpi.so", "libmpich.so"];
    }

    /// <summary>Loads a file if it is there and of the family that is wanted.</summary>
    private static MpiLibrary? Open(string name, MpiFamily? family)
    {
        // Seen by nobody else at first: two MPI libraries that see each other's symbols would mix them up.
        if (!NativeLibrary.TryLoad(name, out nint handle)) return null;
        bool isOpen = NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out _);
        MpiFamily found = isOpen ? MpiFamily.OpenMpi : MpiFamily.Mpich;
        if (NativeLibrary.TryGetExport(handle, "MPI_Init_thread", out _) && (family ?? found) == found)
        {
            // Open MPI's plugins take its symbols from the process.
            SystemLoader.Show(name);
            return new MpiLibrary(handle, name, found);
        }
        NativeLibrary.Free(handle);
        return null;
    }
}
