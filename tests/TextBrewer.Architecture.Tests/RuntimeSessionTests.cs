using Microsoft.ML.OnnxRuntime;
using Mono.Cecil;
using Mono.Cecil.Cil;
using TextBrewer.Inference.Pipelines;

namespace TextBrewer.Architecture.Tests;

/// <summary>
/// ONNX Runtime reports to its maker unless it is told not to before its first session, so one place opens them all and tells it first.
/// </summary>
public sealed class RuntimeSessionTests
{
    private const string Place = "QuietRuntime";

    [Fact]
    public void One_place_of_Inference_opens_sessions()
    {
        (string Type, string Called)[] calls = [.. Calls(typeof(TextClassifier).Assembly.Location)];
        string[] made = [$"{nameof(SessionOptions)}..ctor", $"{nameof(InferenceSession)}..ctor"];
        Assert.Equal(made.Order(), calls.Where(call => call.Type == Place).Select(call => call.Called).Intersect(made).Order());
        Assert.Equal([Place], calls.Where(call => made.Contains(call.Called)).Select(call => call.Type).Distinct());
    }

    [Fact]
    public void That_place_switches_reports_off_when_it_is_first_used()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(typeof(TextClassifier).Assembly.Location);
        TypeDefinition place = assembly.MainModule.Types.Single(type => type.Name == Place);
        // Without this flag .NET runs the static constructor before the first call of a method, not whenever it likes.
        Assert.False(place.Attributes.HasFlag(TypeAttributes.BeforeFieldInit));
        Instruction[] first = [.. place.Methods.Single(method => method.Name == ".cctor").Body.Instructions];
        Assert.Contains(first, instruction => instruction.Operand is "ORT_DISABLE_TELEMETRY");
        Assert.Contains(first, instruction => instruction.Operand is MethodReference { Name: nameof(OrtEnv.DisableTelemetryEvents) });
    }

    private static IEnumerable<(string Type, string Called)> Calls(string path)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(path);
        return [.. assembly.MainModule.GetTypes()
            .SelectMany(type => type.Methods.Where(method => method.HasBody))
            .SelectMany(method => method.Body.Instructions
                .Select(instruction => instruction.Operand)
                .OfType<MethodReference>()
                .Select(called => (method.DeclaringType.Name, $"{called.DeclaringType.Name}.{called.Name}")))];
    }
}
