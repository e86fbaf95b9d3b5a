using System.Reflection;
using NetArchTest.Rules;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Models.Encoders;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Pages;
using TextBrewer.Text.Reading;
using TextBrewer.Torch.Native;
using TextBrewer.Training;

namespace TextBrewer.Architecture.Tests;

/// <summary>Which room may see which: the doors of docs/architecture.md.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData(
        typeof(TableReader),
        "TorchSharp",
        "TextBrewer.Torch",
        "TextBrewer.Distilling",
        "TextBrewer.Models",
        "TextBrewer.Recipes",
        "TextBrewer.Onnx",
        "TextBrewer.Inference",
        "Microsoft.ML.OnnxRuntime",
        "Spectre.Console")]
    [InlineData(
        typeof(LibTorch),
        "TextBrewer.Text",
        "TextBrewer.Models",
        "TextBrewer.Distilling",
        "TextBrewer.Recipes",
        "TextBrewer.Onnx",
        "TextBrewer.Inference",
        "Microsoft.ML.OnnxRuntime",
        "Spectre.Console")]
    [InlineData(
        typeof(Checkpoint),
        "TextBrewer.Text",
        "TextBrewer.Models",
        "TextBrewer.Recipes",
        "TextBrewer.Onnx",
        "TextBrewer.Inference",
        "Microsoft.ML.OnnxRuntime",
        "Spectre.Console",
        "System.CommandLine")]
    [InlineData(
        typeof(Encoder),
        "TextBrewer.Text",
        "TextBrewer.Distilling",
        "TextBrewer.Training",
        "TextBrewer.Recipes",
        "TextBrewer.Onnx",
        "TextBrewer.Inference",
        "Microsoft.ML.OnnxRuntime",
        "Spectre.Console")]
    [InlineData(
        typeof(OnnxModel),
        "TextBrewer.Text.Answers",
        "TextBrewer.Text.Augmenting",
        "TextBrewer.Text.Features",
        "TextBrewer.Text.Files",
        "TextBrewer.Text.Metrics",
        "TextBrewer.Text.Reading",
        "TextBrewer.Text.Tasks",
        "TextBrewer.Text.Tokenizing",
        "TextBrewer.Recipes",
        "TextBrewer.Inference",
        "TextBrewer.Cli",
        "Spectre.Console",
        "System.CommandLine")]
    [InlineData(
        typeof(TextClassifier),
        "TorchSharp",
        "TextBrewer.Torch",
        "TextBrewer.Configuration",
        "TextBrewer.Distilling",
        "TextBrewer.Training",
        "TextBrewer.Models",
        "TextBrewer.Recipes",
        "TextBrewer.Onnx",
        "Microsoft.AspNetCore",
        "Spectre.Console",
        "System.CommandLine")]
    [InlineData(
        typeof(ReportPage),
        "TorchSharp",
        "TextBrewer.Torch",
        "TextBrewer.Naming",
        "TextBrewer.Configuration",
        "TextBrewer.Distilling",
        "TextBrewer.Training",
        "TextBrewer.Models",
        "TextBrewer.Onnx",
        "TextBrewer.Recipes",
        "TextBrewer.Inference",
        "Microsoft.ML.OnnxRuntime",
        "Spectre.Console",
        "System.CommandLine")]
    [InlineData(typeof(Recipe), "TextBrewer.Inference", "Spectre.Console", "System.CommandLine", "TextBrewer.Cli")]
    public void Room_sees_none_of_the_rooms_behind_shut_doors(Type inside, params string[] shut)
    {
        NetArchTest.Rules.TestResult result = NetArchTest.Rules.Types.InAssembly(inside.Assembly).ShouldNot().HaveDependencyOnAny(shut)
            .GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
        Assert.NotEmpty(inside.Assembly.GetTypes());
    }

    [Fact]
    public void Only_the_command_line_speaks_to_the_console()
    {
        foreach (Type inside in new[] {
            typeof(TableReader),
            typeof(LibTorch),
            typeof(Checkpoint),
            typeof(Encoder),
            typeof(OnnxModel),
            typeof(TextClassifier),
            typeof(ReportPage),
            typeof(Recipe) })
            Assert.DoesNotContain("System.Console", inside.Assembly.GetReferencedAssemblies().Select(a => a.Name));
    }

    [Theory]
    [InlineData(typeof(TextClassifier), "Microsoft.ML.OnnxRuntime")]
    [InlineData(typeof(ReportPage), "TextBrewer.Text")]
    public void Room_without_torch_needs_none_whatever_it_loads(Type inside, string loads)
    {
        HashSet<string> seen = [];
        Follow(inside.Assembly);
        Assert.Contains("TextBrewer.Text", seen);
        Assert.Contains(loads, seen);
        Assert.DoesNotContain(seen, name => name.Contains("torch", StringComparison.OrdinalIgnoreCase));

        void Follow(Assembly assembly)
        {
            foreach (AssemblyName name in assembly.GetReferencedAssemblies())
                if (seen.Add(name.Name!) && !name.Name!.StartsWith("System", StringComparison.Ordinal)) Follow(Assembly.Load(name));
        }
    }
}
