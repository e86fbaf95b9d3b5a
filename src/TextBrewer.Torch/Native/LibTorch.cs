using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>
/// Loads the native torch libraries before TorchSharp's first call. On Linux it works around the symbol version
/// <c>GLIBCXX_3.4.32</c>, which TorchSharp 0.107 asks for without using it and which Debian 12, Ubuntu 22.04 and RHEL 9 do not have.
/// </summary>
public static class LibTorch
{
    // A failed plain load would make TorchSharp copy 600 MB and write to standard output: the cure always comes first.
    private static readonly Lazy<string> Loaded = new(LoadOnce);

    /// <summary>Loads the libraries; the first line of every program that uses TorchSharp. Calling it again does nothing.</summary>
    /// <exception cref="PlatformNotSupportedException">TorchSharp does not work on this platform.</exception>
    /// <exception cref="DllNotFoundException">The native package is not there.</exception>
    public static void Load() => _ = Loaded.Value;

    /// <summary>The threads that it computes with, and what decided it; null: nothing was loaded yet.</summary>
    internal static ThreadChoice? Threads => LibraryThreads.Choice;

    /// <summary>Loads, and says from where: for <c>doctor</c>.</summary>
    public static string LoadedFrom => Loaded.Value;

    /// <summary>The library of the CPU's operators, for functions that TorchSharp does not bind; 0: the system's loader has it.</summary>
    internal static nint Library { get; private set; }

    private static string LoadOnce()
    {
        if (NativePlatform.Problem() is { } problem) throw new PlatformNotSupportedException(problem);
        // OpenMP reads its variables when it is loaded, and never again.
        LibraryThreads.Choose();
        if (!OperatingSystem.IsLinux()) return "the system's loader";

        string bridge = Find(BridgeName), cpu = Find(CpuName);
        Memory.Keep();
        MatrixKernels.Widen();
        foreach (string? path in new[] { NativeFolders.Find("libc10.so"), cpu, NativeFolders.Find("libtorch.so") })
        {
            if (path is null) continue;
            nint handle = NativeLibrary.Load(path);
            if (path == cpu) Library = handle;
        }
        string patched = PatchedLibrary.For(bridge);
        ScalarGuard.Install(NativeLibrary.Load(patched));
        LibraryThreads.Watch(Path.GetDirectoryName(cpu)!);
        return patched;
    }

    private const string BridgeName = "libLibTorchSharp.so", CpuName = "libtorch_cpu.so";

    private static string Find(string library) => NativeFolders.Find(library)
        ?? throw new DllNotFoundException($"{library} is in none of: {string.Join(", ", NativeFolders.All)}. Add the package "
            + "TorchSharp-cpu 0.107.0 (or TorchSharp-cuda-linux; libtorch-cpu-linux-x64 2.10.0 is enough) to the application.");
}
