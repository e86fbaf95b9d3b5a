using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tests.Runs;
using TextBrewer.Reports.Pages;
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

        string[] runs = [folder["run"], .. (result.Stages ?? []).Select(stage => folder["run", "stages", stage.Name])];
        foreach (string run in runs)
        {
            Assert.Equal(name, JsonNode.Parse(File.ReadAllText(Path.Combine(run, "recipe.json")))!["expanded_from"]!.GetValue<string>());
            Assert.Equal(name, RunResult.Load(run)!.Method);
            Assert.Equal(new MethodFacts(name, RecipeMethods.Meaning(name)), RunFacts.Load(run)!.Method);
            Assert.Contains($"Method <code>{name}</code>", ReportPage.Render(run), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Recipe_that_a_method_was_written_out_to_says_so_and_is_not_expanded_again(string name)
    {
        using TemporaryFolder folder = Folder(name);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["training.learning_rate=0.5"]);
        Assert.Equal(name, recipe.ExpandedFrom);
        Assert.All(recipe.Stages ?? [], stage => Assert.Equal(name, stage.Recipe.ExpandedFrom));
        JsonObject written = JsonNode.Parse(recipe.ToJson())!.AsObject();
        Assert.Equal(2, recipe.ToJson().Split("expanded_from").Length);
        File.WriteAllText(folder["again.json"], written.ToJsonString());
        Assert.Equal(recipe.ToJson(), RecipeFile.Read(folder["again.json"]).ToJson());
        // What is taken out of the written recipe, the method does not put back.
        JsonObject[] trainings = written["stages"] is JsonArray stages ? [.. stages.Cast<JsonObject>()] : [written];
        foreach (JsonObject training in trainings) foreach (string key in (string[])["distillation", "replacing"]) training.Remove(key);
        File.WriteAllText(folder["bare.json"], written.ToJsonString());
        Recipe bare = RecipeFile.Read(folder["bare.json"]);
        Assert.Equal((name, 4), (bare.ExpandedFrom, bare.Distillation.Temperature));
    }

    [Fact]
    public void Run_of_no_method_names_none()
    {
        using TemporaryFolder folder = Folder(recipe => recipe["distillation"] = new JsonObject { ["temperature"] = 3 });
        RunResult result = RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], ["training.num_steps=1"]), new RunHost());
        Assert.Null(result.Method);
        Assert.Null(RunFacts.Load(folder["run"])!.Method);
        Assert.DoesNotContain("expanded_from", File.ReadAllText(folder["run", "recipe.json"]), StringComparison.Ordinal);
        Assert.DoesNotContain("Method <code>", ReportPage.Render(folder["run"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkd")]
    [InlineData("theseus")]
    public void Written_recipe_is_resumed_and_run_again_to_the_same_student(string name)
    {
        using TemporaryFolder folder = Folder(name);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], Short(folder, name)), new RunHost());
        string student = RunBytes.Of(folder["run", "student"])["model.safetensors"];
        Assert.Equal(("completed", name), (RecipeRun.Resume(folder["run"], new RunHost()).Status, RunResult.Load(folder["run"])!.Method));
        RunResult again = RecipeRun.Distill(
            RecipeFile.Read(folder["run", "recipe.json"], [$"training.output_dir={folder["again"]}"]),
            new RunHost());
        Assert.Equal(("completed", name), (again.Status, again.Method));
        Assert.Equal(student, RunBytes.Of(folder["again", "student"])["model.safetensors"]);
    }

    [Fact]
    public void Method_over_a_recipe_that_was_written_out_is_refused()
    {
        using TemporaryFolder folder = Folder("pkd");
        File.WriteAllText(folder["written.json"], RecipeFile.Read(folder["recipe.json"]).ToJson());
        Assert.Contains(
            "written out from a method already ($.expanded_from: \"pkd\")",
            Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["written.json"], ["method=hard"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"tinybart\"", "there is no such method")]
    [InlineData("3", "$.expanded_from")]
    public void Recipe_written_out_from_no_method_is_refused(string method, string problem)
    {
        using TemporaryFolder folder = Folder(recipe => recipe["expanded_from"] = JsonNode.Parse(method));
        string message = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"])).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stage_is_written_out_from_no_method_of_its_own()
    {
        using TemporaryFolder folder = Folder(recipe =>
            recipe["stages"] = JsonNode.Parse("""[ { "name": "one", "expanded_from": "pkd" }, { "name": "two" } ]"""));
        string message = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"])).Message;
        Assert.Contains("$.stages[0].expanded_from", message, StringComparison.Ordinal);
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
        // The printed one is its reader's own, who may change it.
        Assert.Equal(named, (RecipeFile.Read(folder["recipe.json"]) with { ExpandedFrom = name }).ToJson());
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
        JsonNode written = JsonNode.Parse(File.ReadAllText(folder["run", "recipe.json"]))!;
        JsonNode read = JsonNode.Parse(RecipeFile.Read(folder["run", "recipe.json"]).ToJson())!;
        Assert.Equal(written.ToJsonString(), read.ToJsonString());
    }

    [Theory]
    [InlineData("\"method\": \"best\",", "\"distillation\": { \"temperature\": 5 },", 5)] // its own wins
    [InlineData("", "", 1)]
    public void Several_tasks_have_what_the_method_has_for_their_kinds(string method, string ofLast, double temperature)
    {
        Recipe recipe = Several(method, ofLast);
        Assert.Equal(("kl", 2), Way("sentiment"));
        Assert.Equal(("mse", 1), Way("stars"));
        Assert.Equal(("bce", temperature), Way("topics"));
        Assert.Equal("best", recipe.ExpandedFrom);
        Assert.Equal("auto", recipe.Student!.Initialize!.GetValue<string>());

        (string, double) Way(string task)
        {
            RecipeDistillation distillation = recipe.DistillationOf(recipe.Tasks![task]);
            Assert.Equal(1, distillation.HardLabelWeight);
            return (distillation.KdLossType.Name, distillation.Temperature);
        }
    }

    [Fact]
    public void Several_tasks_of_which_one_says_how_it_learns_have_no_method() =>
        Assert.Null(Several("", "\"distillation\": { \"temperature\": 5 },").ExpandedFrom);

    [Fact]
    public void Several_tasks_cannot_have_the_stages_of_one()
    {
        string message = Assert.Throws<ConfigurationException>(() => Several("\"method\": \"tinybert\",", "")).Message;
        Assert.Contains("$.method is 'tinybert', whose stages are those of one task", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_tasks_are_distilled_by_a_method()
    {
        using TemporaryFolder folder = Folder(recipe =>
        {
            recipe.Remove("distillation");
            JsonObject one = [];
            foreach (string key in (string[])["task", "data", "tokenizer", "teacher"])
            {
                if (recipe[key] is { } value) one[key] = value.DeepClone();
                recipe.Remove(key);
            }
            recipe["tasks"] = new JsonObject { ["one"] = one, ["two"] = one.DeepClone() };
        });
        string[] settings = ["training.num_steps=2", "training.batch_size=2"];
        RunResult result = RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], settings), new RunHost());
        Assert.Equal(("completed", "best"), (result.Status, result.Method));
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

    /// <summary>Three tasks of kinds that need different losses.</summary>
    private static Recipe Several(string method, string ofLast)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], $$"""
            {
              {{method}}
              "tasks": {
                "sentiment": { "task": "classification", "data": { "train": { "path": "a.tsv" } }, "teacher": "a" },
                "stars": { "task": "regression", "data": { "train": { "path": "b.tsv" } }, "teacher": "b" },
                "topics": { {{ofLast}} "task": "multi_label", "data": { "train": { "path": "c.tsv" } }, "teacher": "c" }
              },
              "student": { "config": { "num_hidden_layers": 3 } },
              "training": { "num_steps": 10 }
            }
            """);
        return RecipeFile.Read(folder["recipe.json"]);
    }

    [Theory]
    [InlineData("distilbert")]
    [InlineData("tinybert")]
    [InlineData("minilm")]
    public void A_part_kept_apart_as_dev_set_is_for_the_stages_that_have_labels(string method)
    {
        using TemporaryFolder folder = Folder(method);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["data.dev=null", "data.dev_share=0.2"]);
        IEnumerable<double?> shares = recipe.Stages!.Select(stage => stage.Recipe.Data!.DevShare);
        Assert.Equal([null, .. Enumerable.Repeat<double?>(0.2, recipe.Stages!.Count - 1)], shares);
    }

    /// <summary>Two steps a training. The small teacher has no head for masked words.</summary>
    private static string[] Short(TemporaryFolder folder, string method)
    {
        string[] one =
        [
            "training.num_steps=2", "training.batch_size=2",
            .. method == "distilbert" ? (string[])["stages.general.distillation.kd_loss_weight=0"] : [],
            .. method == "pkd" ? (string[])["student.config.num_hidden_layers=2"] : [], // between its first and last layer there is one
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
