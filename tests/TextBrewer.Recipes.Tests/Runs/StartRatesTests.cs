using System.Text.Json.Nodes;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>The learning rate of a recipe that names none.</summary>
public sealed class StartRatesTests
{
    [Theory]
    [InlineData(1e-4, "student.initialize=first")]
    [InlineData(1e-4, "student.initialize=search")]
    [InlineData(1e-4, "student.initialize=auto")]
    [InlineData(1e-4, "student.initialize=[0]")]
    [InlineData(1e-4, "student={\"model\":\"teacher\"}")]
    [InlineData(3e-4, "student.initialize=random")]
    [InlineData(1e-4, "student.initialize=first", "student.config.hidden_size=16", "distillation={}")]
    [InlineData(3e-4, "student.initialize=auto", "student.config.hidden_size=48", "distillation={}")]
    [InlineData(3e-4, "student.initialize=search", "student.config.model_type=bigru")]
    [InlineData(1e-4, "student.initialize=auto", "student.config.hidden_size=16", "distillation={}")]
    [InlineData(3e-4, "student.initialize=auto", "student.config.model_type=bigru")]
    [InlineData(3e-4, "student.initialize=auto", "student.config.num_hidden_layers=4")]
    [InlineData(0.02, "student.initialize=random", "training.learning_rate=0.02")]
    public void Depends_on_how_the_model_starts(double expected, params string[] settings)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        JsonObject recipe = JsonNode.Parse(File.ReadAllText(folder["recipe.json"]))!.AsObject();
        recipe["training"]!.AsObject().Remove("learning_rate");
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        string[] all = [.. settings, "training.num_steps=2", "export.onnx=false"];
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], all), new RunHost());
        JsonNode training = JsonNode.Parse(File.ReadAllText(folder["run", "recipe.json"]))!["training"]!;
        Assert.Equal(expected, training["learning_rate"]!.GetValue<double>(), 1e-15);
        double highest = File.ReadLines(folder["run", "metrics.jsonl"])
            .Select(line => JsonNode.Parse(line)!["learning_rate"]?.GetValue<double>() ?? 0)
            .Max();
        Assert.InRange(highest, 0.4 * expected, expected); // the warm-up and the descent of two steps
    }
}
