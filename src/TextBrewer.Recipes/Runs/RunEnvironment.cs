using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace TextBrewer.Recipes.Runs;

/// <summary>The software and the machine of a run.</summary>
internal static class RunEnvironment
{
    /// <summary>Names and versions.</summary>
    internal static IReadOnlyDictionary<string, string> Software() => new Dictionary<string, string>
    {
        ["TextBrewer"] = Version(typeof(RunEnvironment)),
        [".NET"] = Environment.Version.ToString(),
        ["TorchSharp"] = Version(typeof(torch)),
        ["libtorch"] = torch.__version__,
        ["ONNX Runtime"] = Version(typeof(InferenceSession)),
    };

    /// <summary>System, processor, memory.</summary>
    internal static IReadOnlyDictionary<string, string> Machine() => new Dictionary<string, string>
    {
        ["system"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        ["processor"] = Processor(),
        ["threads"] = string.Create(CultureInfo.InvariantCulture, $"{torch.get_num_threads()} of {Environment.ProcessorCount} processors"),
        ["memory"] = string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F1} GB"),
    };

    // What stands behind a plus is a commit.
    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        string? name = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim()
            : null;
        return name ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
