using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>
/// GNU's OpenMP, which libtorch for Linux computes with. Its threads wait awake for some milliseconds, and only some microseconds while
/// there are more of them in the process than processors. That is how it can be told, at any time, to wait asleep: by a team of threads
/// that does nothing. (libgomp's <c>gomp_managed_threads</c>, in <c>do_spin</c>.)
/// </summary>
internal sealed class OpenMp
{
    private readonly Parallel _parallel;
    private readonly nint _nothing;
    private readonly int _processors;

    private OpenMp(Parallel parallel, nint nothing, int processors) =>
        (_parallel, _nothing, _processors) = (parallel, nothing, processors);

    private delegate void Parallel(nint function, nint data, uint threads, uint flags);

    private delegate int Count();

    /// <summary>The library that was loaded from a folder; null: there is another one, or it computes with one thread.</summary>
    internal static OpenMp? Find(string folder)
    {
        string? path = Directory.EnumerateFiles(folder, "libgomp*.so*").FirstOrDefault();
        if (path is null || !NativeLibrary.TryLoad(path, out nint library) || !NativeLibrary.TryLoad("libc.so.6", out nint c)
            || !NativeLibrary.TryGetExport(library, "GOMP_parallel", out nint parallel)
            || !NativeLibrary.TryGetExport(library, "omp_get_num_procs", out nint processors)
            || !NativeLibrary.TryGetExport(library, "omp_get_max_threads", out nint most)
            // Freeing nothing is what the team's threads do: a native function, so that they are no threads of .NET's.
            || !NativeLibrary.TryGetExport(c, "free", out nint nothing)) return null;
        return Marshal.GetDelegateForFunctionPointer<Count>(most)() < 2 ? null : new OpenMp(
            Marshal.GetDelegateForFunctionPointer<Parallel>(parallel),
            nothing,
            Marshal.GetDelegateForFunctionPointer<Count>(processors)());
    }

    /// <summary>
    /// Makes a team for the calling thread, as many as there are processors and one: whatever else computes, there are then more than
    /// processors. The team sleeps, and ends with the calling thread.
    /// </summary>
    internal void Crowd() => _parallel(_nothing, 0, (uint)_processors + 1, 0);
}
