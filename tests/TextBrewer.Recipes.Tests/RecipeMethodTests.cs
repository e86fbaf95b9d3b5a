using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests;

/// <summary>Methods by name: what they stand for, what wins over them, and that each runs.</summary>
public sealed class RecipeMethodTests
{
    public static TheoryData<string> Names => [.. RecipeMethods.Names];

    [Fact]
    public void The_methods_of_the_comparison_are_there() =>
        Assert.Superset(
            new HashSet<string> { "best", "distilbert", "hard", "minilm", "pkd", "textbrewer", "theseus", "tinybert" },
            RecipeMethods.Names.ToHashSet());

    [Theory, MemberData(nameof(Names))]
    public void Method_runs_on_a_small_teacher(string name)
    {
        using TemporaryFolder folder = Folder(name);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], Short(folder, name));
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.Equal(recipe.Stages?.Count - 1, result.Stages?.Count);
    }

    [Theory, MemberData(nameof(Names))]
    public void Method_printed_and_completed_is_the_recipe_that_names_it(string name)
    {
        using TemporaryFolder folder = Folder(name);
        string named = RecipeFile.Read(folder["recipe.json"]).ToJson();
        JsonObject printed = JsonNode.Parse(
            RecipeMethods.Text(name, "classification"),
            documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!.AsObject();
        JsonObject own = JsonNode.Parse(File.ReadAllText(folder["recipe.json"]))!.AsObject();
        own.Remove("method");
        foreach ((string key, JsonNode? value) in own)
        {
            if (printed[key] is not JsonObject known) printed[key] = value!.DeepClone();
            else foreach ((string inner, JsonNode? given) in value!.AsObject()) known[inner] = given!.DeepClone();
        }
        File.WriteAllText(folder["recipe.json"], printed.ToJsonString());
        Assert.Equal(named, RecipeFile.Read(folder["recipe.json"]).ToJson());
    }

    [Fact]
    public void What_the_recipe_says_wins_over_the_method()
    {
        using TemporaryFolder folder = Folder(recipe =>
        {
            recipe["method"] = "pkd";
            recipe["distillation"] = new JsonObject { ["temperature"] = 3 };
            recipe["student"] = new JsonObject { ["config"] = new JsonObject { ["num_hidden_layers"] = 1 } };
        });
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["training.learning_rate=0.5", "method=pkd"]);
        Assert.Equal((3, 0.5, 0.5), (recipe.Distillation.Temperature, recipe.Distillation.HardLabelWeight, recipe.Training.LearningRate));
        Assert.Equal("100*skip:pkd", recipe.Distillation.IntermediateMatches.Preset);
        Assert.Equal("first", recipe.Student!.Initialize!.GetValue<string>());
    }

    [Fact]
    public void Student_that_is_a_folder_starts_from_its_own_weights()
    {
        using TemporaryFolder folder = Folder(recipe =>
        {
            recipe["method"] = "pkd";
            recipe["student"] = "teacher";
        });
        Recipe recipe = RecipeFile.Read(folder["recipe.json"]);
        Assert.Equal((folder["teacher"], null), (recipe.Student!.Folder, recipe.Student.Initialize));
    }

    [Theory]
    [InlineData("classification", "kl")]
    [InlineData("tagging", "kl")]
    [InlineData("multi_label", "bce")]
    [InlineData("regression", "mse")]
    public void Best_has_a_loss_that_suits_the_kind_of_task(string task, string loss)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(task);
        JsonObject recipe = JsonNode.Parse(File.ReadAllText(folder["recipe.json"]))!.AsObject();
        recipe.Remove("distillation");
        recipe["method"] = "best";
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        Assert.Equal(loss, RecipeFile.Read(folder["recipe.json"]).Distillation.KdLossType.Name);
    }

    [Theory]
    [InlineData("classification")]
    [InlineData("tagging")]
    [InlineData("qa")]
    [InlineData("regression")]
    public void Recipe_that_says_nothing_about_how_its_student_learns_has_best(string task)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(task);
        JsonObject recipe = JsonNode.Parse(File.ReadAllText(folder["recipe.json"]))!.AsObject();
        recipe.Remove("distillation");
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        Recipe silent = RecipeFile.Read(folder["recipe.json"]);
        Assert.Equal(RecipeFile.Read(folder["recipe.json"], ["method=best"]).ToJson(), silent.ToJson());
        Assert.Equal(1, silent.Distillation.HardLabelWeight);
        Recipe own = RecipeFile.Read(folder["recipe.json"], ["distillation={}"]);
        Assert.Equal((4, 0), (own.Distillation.Temperature, own.Distillation.HardLabelWeight));
    }

    [Fact]
    public void Written_recipe_of_the_default_is_read_as_it_was()
    {
        using TemporaryFolder folder = Folder(recipe => recipe.Remove("distillation"));
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], Short(folder, "best")), new RunHost());
        string written = File.ReadAllText(folder["run", "recipe.json"]);
        Assert.Equal(JsonNode.Parse(written)!.ToJsonString(), JsonNode.Parse(RecipeFile.Read(folder["run", "recipe.json"]).ToJson())!.ToJsonString());
    }

    [Fact]
    public void Ablation_of_a_weighted_preset_goes_by_the_presets_name()
    {
        using TemporaryFolder folder = Folder("pkd");
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], Short(folder, "pkd")) with { Ablation = true };
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal(["without_kd_loss", "without_hard_label_loss", "without_skip_pkd"], result.Ablation!.Keys);
        Assert.True(Directory.Exists(folder["run", "ablation", "without_skip_pkd"]));
    }

    [Fact]
    public void Method_for_a_task_that_is_none_is_refused()
    {
        using TemporaryFolder folder = Folder("best");
        Assert.Contains(
            "There is no task 'nothing'",
            Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"], ["task=nothing"])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => RecipeMethods.Text("best", "nothing"));
    }

    [Theory]
    [InlineData("\"tinybart\"", "known methods")]
    [InlineData("3", "known methods")]
    public void Method_that_is_none_is_refused(string method, string problem)
    {
        using TemporaryFolder folder = Folder(recipe => recipe["method"] = JsonNode.Parse(method));
        string message = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"])).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    /// <summary>Two steps a training. The small teacher has no head for masked words; so few texts leave nothing to search by.</summary>
    private static string[] Short(TemporaryFolder folder, string method)
    {
        string[] one =
        [
            "training.num_steps=2", "training.batch_size=2",
            .. method == "distilbert" ? (string[])["stages.general.distillation.kd_loss_weight=0"] : [],
            .. method == "pkd" ? (string[])["student.config.num_hidden_layers=2"] : [], // between its first and last layer there is one
            .. method == "best" ? (string[])["student.initialize=first"] : [],
        ];
        JsonArray? stages = JsonNode.Parse(RecipeFile.Read(folder["recipe.json"]).ToJson())!["stages"] as JsonArray;
        return stages is null
            ? one
            : [.. one, .. stages.Select(stage => $"stages.{stage!["name"]}.training.num_steps=2")];
    }

    /// <summary>A recipe that names a method, with plain text where the method learns from it.</summary>
    private static TemporaryFolder Folder(string method) => Folder(recipe =>
    {
        recipe["method"] = method;
        if (RecipeMethods.Text(method, "classification").Contains("masked_lm", StringComparison.Ordinal))
            recipe["data"]!["raw"] = new JsonArray("raw.txt");
    });

    private static TemporaryFolder Folder(Action<JsonObject> change)
    {
        TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["raw.txt"], "good bad good. bad good bad!\nbad bad good good bad.\n");
        JsonObject recipe = JsonNode.Parse("""
            {
              "task": "classification",
              "data": { "train": { "path": "train.tsv" }, "dev": { "path": "train.tsv" } },
              "tokenizer": { "max_length": 10 },
              "teacher": "teacher",
              "student": { "config": { "num_hidden_layers": 1 } },
              "training": { "output_dir": "run" }
            }
            """)!.AsObject();
        change(recipe);
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        return folder;
    }
}
