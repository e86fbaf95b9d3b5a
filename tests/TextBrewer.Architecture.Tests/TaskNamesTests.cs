using Mono.Cecil;
using TextBrewer.Cli;
using TextBrewer.Inference.Pipelines;
using TextBrewer.Models.Encoders;
using TextBrewer.Onnx.Running;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Tasks;
using TextBrewer.Training;

namespace TextBrewer.Architecture.Tests;

/// <summary>What a task's name decides stands in its row: nothing else asks for a name.</summary>
public sealed class TaskNamesTests
{
    private static readonly string[] Names = [.. typeof(TaskNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [InlineData(typeof(TaskNames), "TaskAnswers")] // the rows
    [InlineData(typeof(Checkpoint))]
    [InlineData(typeof(Encoder), "ConfigCheck", "EncoderConfig", "SequenceClassifier")] // transformers' problem_type, "regression" too
    [InlineData(typeof(OnnxModel))]
    [InlineData(typeof(RecipeRun), "Recipe", "RecipeTask", "RegressionTask", "TaskKinds")] // two defaults, a problem_type, the rows
    [InlineData(typeof(RunResult))]
    [InlineData(typeof(TextClassifier))]
    [InlineData(typeof(Terminal))]
    public void Name_of_a_task_stands_in_the_tables_alone(Type inside, params string[] places)
    {
        Assert.Equal(7, Names.Length);
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(inside.Assembly.Location);
        string[] found = [.. assembly.MainModule.GetTypes()
            .Where(type => type.Methods.Where(method => method.HasBody).Any(HasName))
            .Select(type => Outermost(type).Name)
            .Distinct()
            .Order(StringComparer.Ordinal)];
        Assert.Equal(places, found);
    }

    private static bool HasName(MethodDefinition method) => method.Body.Instructions
        .Any(instruction => instruction.Operand is string text && Names.Contains(text));

    // A lambda stands in a type of the compiler's inside the type that was written.
    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
