using System.Runtime.InteropServices;

namespace TextBrewer.Recipes.Benchmarking;

/// <summary>The memory that this process really holds.</summary>
internal static class ResidentMemory
{
    private delegate int Trim(nuint left);

    private static readonly Trim? Give = Find();

    /// <summary>Bytes, after everything that is free was given back: what was freed before would else hide what is taken next.</summary>
    internal static long Now()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        Give?.Invoke(0);
        return Environment.WorkingSet;
    }

    /// <summary>glibc's malloc_trim; null: this is another system, whose heap keeps what it has.</summary>
    private static Trim? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "malloc_trim", out nint trim)
            ? Marshal.GetDelegateForFunctionPointer<Trim>(trim)
            : null;
}
