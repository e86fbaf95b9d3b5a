using Mono.Cecil;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;

namespace TextBrewer.Architecture.Tests;

/// <summary>What an architecture's name decides stands in its row: nothing else asks for a name.</summary>
public sealed class ModelNamesTests
{
    [Theory]
    [InlineData(typeof(Models.Architectures.Architecture), "ArchitectureTable", "EncoderConfig")] // the rows, and BERT as the default
    [InlineData(typeof(OnnxModel))]
    [InlineData(typeof(RecipeRun))]
    [InlineData(typeof(RunResult))]
    [InlineData(typeof(TextClassifier))]
    public void Name_of_an_architecture_stands_in_the_table_alone(Type inside, params string[] places)
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(inside.Assembly.Location);
        string[] found = [.. assembly.MainModule.GetTypes()
            .Where(type => type.Methods.Where(method => method.HasBody).Any(Names))
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal)];
        Assert.Equal(places, found);
    }

    private static bool Names(MethodDefinition method) => method.Body.Instructions
        .Any(instruction => instruction.Operand is string text && Models.Architectures.Architecture.Names.Contains(text));
}
