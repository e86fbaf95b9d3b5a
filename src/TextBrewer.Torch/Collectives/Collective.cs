using TextBrewer.Torch.Collectives.Mpi;
using TextBrewer.Torch.Native;

namespace TextBrewer.Torch.Collectives;

/// <summary>Joins this process to the others that a launcher started with it.</summary>
public static class Collective
{
    /// <summary>
    /// Joins the run that <c>mpirun</c>, <c>mpiexec</c> or <c>srun</c> started; a process on its own is the run of one, and no MPI is
    /// loaded.
    /// </summary>
    /// <param name="options">How they join.</param>
    /// <exception cref="DllNotFoundException">It was started as one of several, and no MPI library is there.</exception>
    /// <exception cref="InvalidDataException">The library is another one than the launcher's.</exception>
    public static ICollective Start(CollectiveOptions options)
    {
        options.Check();
        return Launch.Detect() is { } launch ? MpiStart.Join(launch, options) : SingleCollective.Instance;
    }
}
