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
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("TorchSharp 0.107 fails to load on Windows (dotnet/TorchSharp#1567). Train on Linux "
                + "x64 or macOS arm64; inference runs everywhere.");
        // OpenMP reads its variables when it is loaded, and never again.
        LibraryThreads.Choose();
        if (!OperatingSystem.IsLinux()) return "the system's loader";
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw new PlatformNotSupportedException($"TorchSharp has no native library for Linux on "
                + $"{RuntimeInformation.ProcessArchitecture}. Train on Linux x64 or macOS arm64.");

        string folder = FindFolder();
        Memory.Keep();
        foreach (string library in new[] { "libc10.so", CpuName, "libtorch.so" })
        {
            string path = Path.Combine(folder, library);
            if (!File.Exists(path)) continue;
            nint handle = NativeLibrary.Load(path);
            if (library == CpuName) Library = handle;
        }
        string patched = PatchedLibrary.For(Path.Combine(folder, BridgeName));
        ScalarGuard.Install(NativeLibrary.Load(patched));
        LibraryThreads.Watch(folder);
        return patched;
    }

    private const string BridgeName = "libLibTorchSharp.so", CpuName = "libtorch_cpu.so";

    private static string FindFolder()
    {
        string[] places = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native")];
        return Array.Find(places, place => File.Exists(Path.Combine(place, BridgeName)))
            ?? throw new DllNotFoundException($"{BridgeName} is in none of: {string.Join(", ", places)}. Add the package TorchSharp-cpu "
                + "(or TorchSharp-cuda-linux) 0.107.0 to the application.");
    }
}
