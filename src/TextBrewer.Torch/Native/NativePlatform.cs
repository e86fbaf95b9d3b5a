using System.Runtime.InteropServices;

namespace TextBrewer.Torch.Native;

/// <summary>Where TorchSharp has a native library that loads.</summary>
internal static class NativePlatform
{
    private const string Cure = "Train on Linux x64 with glibc or macOS arm64; TextBrewer.Inference answers wherever ONNX Runtime runs.";

    /// <summary>Why it does not work here, and what to do; null: it does.</summary>
    internal static string? Problem() => Problem(RuntimeInformation.RuntimeIdentifier, RuntimeInformation.ProcessArchitecture);

    /// <summary>The same of any platform.</summary>
    /// <param name="identifier">Its name as .NET knows it: <c>linux-x64</c>.</param>
    /// <param name="architecture">The architecture of the process.</param>
    internal static string? Problem(string identifier, Architecture architecture)
    {
        string system = identifier.Split('-')[0];
        return system switch
        {
            "win" => $"TorchSharp 0.107 fails to load on Windows (dotnet/TorchSharp#1567). {Cure}",
            "osx" when architecture != Architecture.Arm64 => $"TorchSharp has no native library for macOS on {architecture}. {Cure}",
            "osx" => null,
            _ when identifier.Contains("-musl-", StringComparison.Ordinal) || system == "alpine" =>
                $"TorchSharp's native library needs glibc, and this is a Linux with musl ({identifier}). {Cure}",
            _ when architecture != Architecture.X64 => $"TorchSharp has no native library for Linux on {architecture}. {Cure}",
            _ => null,
        };
    }
}
