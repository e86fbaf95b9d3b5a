using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Pages;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Recipes of stages: what each is made of, where it stands, and that stops change nothing.</summary>
public sealed class StagedRunTests
{
    private const string Chain = """
        {
          "task": "classification",
          "data": { "train": { "path": "train.tsv" }, "dev": { "path": "train.tsv" } },
          "tokenizer": { "vocabulary": "teacher", "max_length": 10 },
          "teacher": "teacher",
          "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
          "training": { "output_dir": "run", "num_steps": 3, "batch_size": 2, "ckpt_steps": 2 },
          "stages": [
            { "name": "hidden", "distillation": { "kd_loss_weight": 0, "intermediate_matches": "evenly:hidden_mse" } },
            { "name": "logits", "distillation": { "temperature": 2 }, "training": { "num_steps": 2 } },
            { "name": "labels", "distillation": { "hard_label_weight": 1 } }
          ]
        }
        """;

    [Fact]
    public void Stage_has_the_recipes_keys_under_its_own_and_starts_from_the_one_before()
    {
        using TemporaryFolder folder = Folder(Chain);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"]);
        Assert.Equal(["hidden", "logits", "labels"], recipe.Stages!.Select(stage => stage.Name));
        Recipe[] stages = [.. recipe.Stages!.Select(stage => stage.Recipe)];
        Assert.Equal([3, 2, 3], stages.Select(stage => stage.Training.NumSteps!.Value));
        Assert.Equal([null, "stage:hidden", "stage:logits"], stages.Select(stage => stage.Student!.Folder));
        Assert.NotNull(stages[0].Student!.Config);
        Assert.Null(stages[1].Student!.Config);
        Assert.Equal([4, 2, 4], stages.Select(stage => stage.Distillation.Temperature));
        Assert.Equal([false, false, true], stages.Select(stage => (stage.Export ?? new RecipeExport()).Onnx));
    }

    [Fact]
    public void Resolved_recipe_of_stages_is_read_as_it_was_written()
    {
        using TemporaryFolder folder = Folder(Chain);
        string text = RecipeFile.Read(folder["recipe.json"]).ToJson();
        File.WriteAllText(folder["again.json"], text);
        Assert.Equal(text, RecipeFile.Read(folder["again.json"]).ToJson());
    }

    [Fact]
    public void Stages_run_in_their_folders_and_the_last_in_the_runs()
    {
        using TemporaryFolder folder = Folder(Chain);
        RunResult result = RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Assert.Equal(("completed", 3), (result.Status, result.Steps));
        Assert.Equal([("hidden", 3L), ("logits", 2L)], result.Stages!.Select(stage => (stage.Name, stage.Steps)));
        Assert.All(result.Stages!, stage => Assert.True(stage.Dev!.First.ContainsKey("accuracy")));
        string[] students =
        [
            folder["run", "stages", "hidden", "student"], folder["run", "stages", "logits", "student"], folder["run", "student"],
        ];
        Assert.Equal(3, students.Select(student => RunBytes.Of(student)["model.safetensors"]).Distinct().Count());
        Assert.True(File.Exists(folder["run", "student", "onnx", "model.onnx"]));
        Assert.False(Directory.Exists(folder["run", "stages", "hidden", "student", "onnx"]));
        string page = ReportPage.Render(folder["run"]);
        Assert.Contains("The stages before", page, StringComparison.Ordinal);
        Assert.Contains("hidden", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("step 1 of hidden: distilling")]
    [InlineData("stopping hidden: distilling")]
    [InlineData("said Stage 2")]
    [InlineData("step 2 of logits: distilling")]
    [InlineData("step 1 of distilling")]
    [InlineData("stopping distilling")]
    public void Stages_that_are_stopped_and_gone_on_with_end_as_ones_that_were_not(string when)
    {
        using TemporaryFolder folder = Folder(Chain);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], ["training.output_dir=whole"]), new RunHost());
        using CancellationTokenSource stop = new();
        RunHost host = new Stopper(when, stop).Host;
        RunResult? stopped = Stopper.Stopped(() => RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), host, stop.Token));
        Assert.True(stop.IsCancellationRequested, $"Nobody heard '{when}'.");
        Assert.NotEqual("completed", stopped?.Status);
        // A run's folder may be moved before it goes on.
        Directory.Move(folder["run"], folder["moved"]);
        Assert.Equal("completed", RecipeRun.Resume(folder["moved"], new RunHost()).Status);
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(folder["whole"]), actual = RunBytes.Of(folder["moved"]);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string content) in expected) Assert.True(content == actual[name], $"{name}:\n{content}\n{actual[name]}");
    }

    [Theory]
    [InlineData("step 1 of hidden: distilling", "hidden")]
    [InlineData("step 1 of logits: distilling", "logits")]
    public void Stage_alone_is_gone_on_with_and_then_the_run(string when, string stage)
    {
        using TemporaryFolder folder = Folder(Chain);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], ["training.output_dir=whole"]), new RunHost());
        using CancellationTokenSource stop = new();
        RunHost host = new Stopper(when, stop).Host;
        Stopper.Stopped(() => RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), host, stop.Token));
        Directory.Move(folder["run"], folder["moved"]);
        string own = folder["moved", "stages", stage];
        RunResult alone = RecipeRun.Resume(own + Path.DirectorySeparatorChar, new RunHost());
        Assert.Equal(("completed", null), (alone.Status, alone.Stages));
        Assert.True(Directory.Exists(Path.Combine(own, "student")));
        Assert.False(Directory.Exists(folder["moved", "student"]));
        Assert.Equal("completed", RecipeRun.Resume(folder["moved"], new RunHost()).Status);
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(folder["whole"]), actual = RunBytes.Of(folder["moved"]);
        Assert.Equal(expected.OrderBy(file => file.Key), actual.OrderBy(file => file.Key));
    }

    [Fact]
    public void Stage_that_was_taken_out_of_its_run_says_which_stage_it_misses()
    {
        using TemporaryFolder folder = Folder(Chain);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Directory.Move(folder["run", "stages", "logits"], folder["logits"]);
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Resume(folder["logits"], new RunHost())).Message;
        Assert.Contains("'stage:hidden', and no stage stands before it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Teacher_of_a_stage_may_be_the_model_that_an_earlier_one_trained()
    {
        using TemporaryFolder folder = Folder(Chain);
        JsonObject recipe = JsonNode.Parse(Chain)!.AsObject();
        foreach (string key in (string[])["teacher", "student"]) recipe.Remove(key);
        recipe["stages"] = JsonNode.Parse("""
            [
              { "name": "teacher", "model": "teacher" },
              { "name": "student", "teacher": "stage:teacher", "student": { "config": { "num_hidden_layers": 1 } } }
            ]
            """);
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        CheckResult check = RecipeRun.Check(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Assert.True(check.IsSound);
        Assert.Contains(check.Findings, finding => finding.Where.StartsWith("stage student", StringComparison.Ordinal));
        RunResult result = RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.Equal(result.Stages![0].Dev!.First["accuracy"], result.Teacher!.Dev!.First["accuracy"]);
        Assert.True(Directory.Exists(folder["run", "stages", "teacher", "model"]));
    }

    [Fact]
    public void Check_looks_at_every_stage_before_the_first_has_run()
    {
        using TemporaryFolder folder = Folder(Chain);
        CheckResult sound = RecipeRun.Check(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Assert.True(sound.IsSound, string.Join(" ", sound.Findings));
        Assert.NotNull(sound.Duration);
        CheckResult wrong = RecipeRun.Check(
            RecipeFile.Read(
                folder["recipe.json"],
                [
                    "stages.labels.distillation.intermediate_matches="
                        + "[{\"layer_T\": 99, \"layer_S\": 0, \"feature\": \"hidden\", \"loss\": \"cos\"}]",
                ]),
            new RunHost());
        Assert.False(wrong.IsSound);
        Assert.Contains(wrong.Findings, finding => finding.Where.StartsWith("stage labels", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Second_run_in_the_folder_is_refused_and_a_finished_one_stays_as_it_is()
    {
        using TemporaryFolder folder = Folder(Chain);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        Assert.Contains(
            "already holds a run",
            Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost())).Message,
            StringComparison.Ordinal);
        IReadOnlyDictionary<string, string> before = RunBytes.Of(folder["run"]);
        RecipeRun.Resume(folder["run"], new RunHost());
        Assert.Equal(before.OrderBy(file => file.Key), RunBytes.Of(folder["run"]).OrderBy(file => file.Key));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stage_that_was_killed_while_its_report_was_written_has_it_when_the_run_has_gone_on(bool begun)
    {
        using TemporaryFolder folder = Folder(Chain);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"]), new RunHost());
        string report = folder["run", "stages", "hidden", "report.html"];
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(folder["run"]);
        File.Delete(report);
        if (begun) File.WriteAllText(report + ".writing", "<html>");
        RecipeRun.Resume(folder["run"], new RunHost());
        Assert.True(File.Exists(report));
        Assert.Equal(expected.OrderBy(file => file.Key), RunBytes.Of(folder["run"]).OrderBy(file => file.Key));
    }

    [Fact]
    public void Run_that_cannot_begin_leaves_nothing_behind()
    {
        using TemporaryFolder folder = Folder(Chain);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["data.train.path=none.tsv"]);
        Assert.Throws<FileNotFoundException>(() => RecipeRun.Distill(recipe, new RunHost()));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("[]", "$.stages has to be a list")]
    [InlineData("[1]", "$.stages[0] has to be an object")]
    [InlineData("[{}]", "$.stages[0].name is missing")]
    [InlineData("[{\"name\": \"../x\"}]", "use letters")]
    [InlineData("[{\"name\": \"a\"}, {\"name\": \"A\"}]", "twice")]
    [InlineData("[{\"name\": \"a\", \"traning\": {}}, {\"name\": \"b\"}]", "stage a: $ has the key 'traning'")]
    [InlineData("[{\"name\": \"a\", \"training\": {\"output_dir\": \"x\"}}]", "output_dir: a stage writes")]
    [InlineData("[{\"name\": \"a\", \"teacher\": \"stage:b\"}, {\"name\": \"b\"}]", "no stage stands before it")]
    [InlineData("[{\"name\": \"a\"}, {\"name\": \"b\", \"student\": \"stage:c\"}]", "the stages before it are a")]
    [InlineData("[{\"name\": \"a\", \"stages\": []}]", "no stages of its own")]
    public void Stages_that_are_none_are_refused_by_name(string stages, string problem)
    {
        JsonObject recipe = JsonNode.Parse(Chain)!.AsObject();
        recipe["stages"] = JsonNode.Parse(stages);
        using TemporaryFolder folder = Folder(recipe.ToJsonString());
        string message = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"])).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_all_stages_is_said_once()
    {
        using TemporaryFolder folder = Folder(Chain);
        string message = Assert.Throws<ConfigurationException>(
            () => RecipeFile.Read(folder["recipe.json"], ["training.batch_size=0"])).Message;
        Assert.Equal(message.IndexOf("batch_size", StringComparison.Ordinal), message.LastIndexOf("batch_size", StringComparison.Ordinal));
        Assert.DoesNotContain("stage ", message, StringComparison.Ordinal);
    }

    private static TemporaryFolder Folder(string recipe)
    {
        TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["recipe.json"], recipe);
        return folder;
    }
}
