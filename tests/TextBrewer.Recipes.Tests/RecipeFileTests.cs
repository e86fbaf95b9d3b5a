using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests;

public sealed class RecipeFileTests
{
    private const string Sound = """
        {
          // a comment
          "data": { "train": { "path": "train.tsv" } },
          "teacher": { "model": "teacher" },
          "student": { "preset": "T3", "initialize": "every_kth" },
          "training": { "output_dir": "run", "num_epochs": 2, "gradient_accumulation_steps": 4, },
        }
        """;

    [Fact]
    public void Read_of_a_recipe_resolves_paths_and_applies_overrides()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["training.num_epochs=5", "distillation.temperature=8"]);
        Assert.Equal(folder["train.tsv"], recipe.Data!.Train.Path);
        Assert.Equal(folder["teacher"], recipe.Teacher!.Path);
        Assert.Equal(
            (5, 4, folder["run"]),
            (recipe.Training.NumEpochs, recipe.Training.TrainingConfig.GradientAccumulationSteps, recipe.Training.TrainingConfig
                .OutputDir));
        Assert.Equal(8, recipe.Distillation.Temperature);
    }

    [Fact]
    public void Recipe_written_and_read_again_is_the_same()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound);
        Recipe first = RecipeFile.Read(folder["recipe.json"]);
        File.WriteAllText(folder["again.json"], first.ToJson());
        Assert.Equal(first.ToJson(), RecipeFile.Read(folder["again.json"]).ToJson());
    }

    [Theory]
    [InlineData("num_epochs", "num_epoch", "Did you mean 'num_epochs'")]
    [InlineData("\"student\"", "\"studnet\"", "Did you mean 'student'")]
    [InlineData("T3", "T33", "Did you mean 'T3'")]
    [InlineData("every_kth", "every", "use random, every_kth, first")]
    [InlineData("\"num_epochs\": 2", "\"num_epochs\": 0", "at least 1")]
    [InlineData("// a comment", "\"format\": 2,", "newer")]
    [InlineData("// a comment", "\"task\": \"taging\",", "tagging")]
    [InlineData("// a comment", "{", "line")]
    public void Read_of_a_recipe_with_a_mistake_says_what_and_what_to_do(string right, string wrong, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound.Replace(right, wrong, StringComparison.Ordinal));
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"]));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("recipe.json", error.Message, StringComparison.Ordinal);
    }
}
