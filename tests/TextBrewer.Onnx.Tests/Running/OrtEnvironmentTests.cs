using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Mono.Cecil;
using TextBrewer.Onnx.Running;
using TextBrewer.Testing;

namespace TextBrewer.Onnx.Tests.Running;

/// <summary>ONNX Runtime's official builds report to their maker by default: never from here.</summary>
public sealed class OrtEnvironmentTests
{
    [Fact]
    public void Session_is_opened_in_no_other_place_than_the_one_without_telemetry()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(typeof(OnnxModel).Assembly.Location);
        string[] made = [nameof(InferenceSession), nameof(SessionOptions)];
        string[] openers = [.. Calls(assembly)
            .Where(call => made.Contains(call.Called.DeclaringType.Name) && call.Called.Name == ".ctor")
            .Select(call => $"{call.By.DeclaringType.Name} makes {call.Called.DeclaringType.Name}")
            .Order(StringComparer.Ordinal)];
        Assert.Equal(made.Select(name => $"{nameof(OrtEnvironment)} makes {name}"), openers);
        Assert.Contains(Calls(assembly), call => call.Called.Name == nameof(OrtEnv.DisableTelemetryEvents)
            && call.By is { IsConstructor: true, IsStatic: true, DeclaringType.Name: nameof(OrtEnvironment) });
    }

    // A process of its own, for its environment and its cache: what telemetry leaves there is a device's identity and a database of events.
    [Fact]
    public void Process_that_runs_a_model_leaves_nothing_of_telemetry_in_the_users_cache()
    {
        using TemporaryFolder cache = new();
        string program = Path.ChangeExtension(typeof(OrtEnvironmentTests).Assembly.Location, OperatingSystem.IsWindows() ? "exe" : null);
        ProcessStartInfo start = new(
            program,
            ["-method", $"*{nameof(OnnxModelTests.Result_shares_no_memory_with_the_inputs_or_the_session)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["XDG_CACHE_HOME"] = cache.Path;
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Contains("Total: 1", StringComparison.Ordinal), output);
        Assert.Empty(Directory.GetFileSystemEntries(cache.Path));
    }

    private static IEnumerable<(MethodDefinition By, MethodReference Called)> Calls(AssemblyDefinition assembly) =>
        assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>()
                .Select(called => (method, called)));
}
