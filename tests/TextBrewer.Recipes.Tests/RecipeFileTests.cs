using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
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
        Assert.Equal(folder["train.tsv"], recipe.Data!.Train!.Path);
        Assert.Equal(folder["teacher"], recipe.Teacher!.Path);
        Assert.Equal(
            (5, 4, folder["run"]),
            (recipe.Training.NumEpochs, recipe.Training.GradientAccumulationSteps, recipe.Training.OutputDir));
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
    [InlineData("every_kth", "every", "use random, auto, every_kth, first")]
    [InlineData("\"num_epochs\": 2", "\"num_epochs\": 0", "at least 1")]
    [InlineData("// a comment", "\"format\": 2,", "newer")]
    [InlineData("// a comment", "\"task\": \"taging\",", "tagging")]
    [InlineData("// a comment", "{", "', line 2: this is not JSON.")]
    [InlineData("// a comment", "\"student\": 1,", "this is not JSON. The key 'student' stands twice.")]
    [InlineData("\"train.tsv\"", "\"a\\u0000b\"", "$.data.train.path has a NUL")]
    [InlineData("\"train.tsv\"", "\"\\ud800\"", "line 3: this is not JSON. A text has half of a character")]
    [InlineData("\"teacher\": {", "\"\\udc00\": 1, \"teacher\": {", "half of a character")]
    [InlineData("// a comment", "\"distillation\": { \"intermediate_matches\": [null] },", "intermediate_matches[0]")]
    public void Read_of_a_recipe_with_a_mistake_says_what_and_what_to_do(string right, string wrong, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound.Replace(right, wrong, StringComparison.Ordinal));
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"]));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("recipe.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{ \"wieght\": 500, \"layer_T\": 3, \"layer_S\": 1, \"feature\": \"hidden\", \"loss\": \"hidden_mse\" }",
        "$.distillation.intermediate_matches[0] has the key 'wieght'")]
    [InlineData(
        "{ \"proj\": [\"linear\", 4], \"layer_T\": 3, \"layer_S\": 1, \"feature\": \"hidden\", \"loss\": \"hidden_mse\" }",
        "$.distillation.intermediate_matches[0].proj: a projection is")]
    [InlineData("3", "$.distillation.intermediate_matches[0]: this is not the kind of value that belongs there; write an object")]
    [InlineData("null", "$.distillation.intermediate_matches[0] has to be an object")]
    public void Match_list_with_a_mistake_is_refused_with_the_path_from_the_recipes_root(string match, string says)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound);
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(
                () => RecipeFile.Read(folder["recipe.json"], [$"distillation.intermediate_matches=[{match}]"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Emd_with_an_unknown_key_is_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound);
        Assert.Contains(
            "$.distillation.emd has the key 'los', which is unknown. Did you mean 'loss'?",
            Assert.Throws<ConfigurationException>(
                () => RecipeFile.Read(folder["recipe.json"], ["distillation.emd={\"los\": \"cos\"}"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Key_of_the_training_config_with_the_wrong_kind_of_value_is_named_with_all_the_other_problems()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Sound);
        string message = Assert.Throws<ConfigurationException>(
            () => RecipeFile.Read(folder["recipe.json"], ["training.seed=x", "training.num_epochs=y", "task=null"])).Message;
        foreach (string place in (string[])["$.training.seed: ", "$.training.num_epochs: ", "$.task is null"])
            Assert.Contains(place, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Teacher_and_student_as_plain_texts_are_folders_beside_the_recipe()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], """
            { "data": { "train": { "path": "train.tsv" } }, "teacher": "models/teacher", "student": "models/student" }
            """);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["teacher.weight=2"]);
        Assert.Equal((folder["models", "teacher"], 2), (recipe.Teacher!.Path, recipe.Teacher.Weight));
        Assert.Equal(folder["models", "student"], recipe.Student!.Folder);
    }

    [Fact]
    public void Teachers_as_a_list_of_plain_texts_are_folders_beside_the_recipe()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], """
            {
              "data": { "train": { "path": "train.tsv" } },
              "teachers": ["a", { "model": "b", "weight": 3 }],
              "student": { "preset": "T3" }
            }
            """);
        Assert.Equal(
            [(folder["a"], 1), (folder["b"], 3)],
            RecipeFile.Read(folder["recipe.json"]).Teachers!.Select(teacher => (teacher.Path!, teacher.Weight)));
    }

    [Fact]
    public void Model_as_a_plain_text_is_a_folder_beside_the_recipe()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], """{ "data": { "train": { "path": "train.tsv" } }, "model": "folder" }""");
        Assert.Equal(folder["folder"], RecipeFile.Read(folder["recipe.json"]).Model!.Folder);
    }

    [Fact]
    public void Json_options_are_read_only() =>
        Assert.True(ConfigurationJson.Options.IsReadOnly && RecipeJson.Options.IsReadOnly && ResultJson.LineOptions.IsReadOnly);
}
