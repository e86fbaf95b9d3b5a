using System.Text.Json.Nodes;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary><c>label</c> for recipes of stages: which stages it labels for, where to, and why it leaves others out.</summary>
public sealed class StagedLabellingTests
{
    private const string Chain = """
        {
          "task": "classification",
          "data": { "train": { "path": "train.tsv" } },
          "tokenizer": { "vocabulary": "teacher", "max_length": 10 },
          "teacher": "teacher",
          "teacher_store": "outputs",
          "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
          "training": { "output_dir": "run", "num_steps": 3, "batch_size": 2 },
          "stages": [
            { "name": "hidden", "distillation": { "kd_loss_weight": 0, "intermediate_matches": "evenly:hidden_mse" } },
            { "name": "logits", "distillation": { "temperature": 2 } },
            { "name": "both", "distillation": { "hard_label_weight": 1, "intermediate_matches": "evenly:hidden_mse" } }
          ]
        }
        """;

    [Fact]
    public void Every_stage_of_a_chain_is_labelled_for_and_the_run_asks_no_teacher()
    {
        using TemporaryFolder folder = Folder();
        AskedExamples asked = new();
        RunHost host = new() { Around = asked.Around };
        LabelResult result = RecipeRun.Label(Read(folder), host);
        Assert.Equal(("completed", folder["outputs"]), (result.Status, result.Folder));
        Assert.Equal((6, 6, 6), (result.Examples, result.Asked, result.Stored));
        Assert.Equal(["hidden", "logits", "both"], result.Stages!.Select(stage => stage.Name));
        Assert.All(result.Stages!, stage => Assert.Equal((2, 2, null), (stage.Result!.Asked, stage.Result.Stored, stage.LeftOut)));
        // The stages compare different features: a store each.
        Assert.Equal(3, Directory.GetDirectories(folder["outputs"]).Length);
        Assert.Equal(result.Stages![^1].Result!.Bytes, result.Bytes);
        Assert.False(Directory.Exists(folder["run"]));

        asked.Times.Clear();
        Assert.Equal("completed", RecipeRun.Distill(Read(folder), host).Status);
        Assert.Empty(asked.Times);
        Assert.Equal((0, 6), (RecipeRun.Label(Read(folder), host).Asked, RecipeRun.Label(Read(folder), host).Stored));
    }

    [Fact]
    public void Stages_store_where_they_say_themselves()
    {
        using TemporaryFolder folder = Folder();
        LabelResult result = RecipeRun.Label(
            Read(folder, "teacher_store=null", "stages.logits.teacher_store=one", "stages.both.teacher_store=two"),
            new RunHost());
        Assert.Null(result.Folder);
        Assert.Equal([null, folder["one"], folder["two"]], result.Stages!.Select(stage => stage.Result?.Folder));
        Assert.StartsWith("$.teacher_store is missing", result.Stages![0].LeftOut, StringComparison.Ordinal);
        Assert.Equal(result.Stages!.Sum(stage => stage.Result?.Bytes ?? 0), result.Bytes);
        Assert.Equal((4, 4), (result.Examples, result.Stored));
    }

    [Theory]
    [InlineData("""{ "model": "teacher" }""", "$.student is missing")]
    [InlineData("""{ "replacing": { "probability": 0.5 } }""", "from labels alone")]
    [InlineData("""{ "distillation": { "kd_loss_weight": 0, "hard_label_weight": 1 } }""", "from labels alone")]
    [InlineData("""{ "teacher": "stage:logits", "teacher_store": "outputs" }""", "It needs the model of stage logits")]
    [InlineData("{}", "$.teacher_store is missing")]
    [InlineData(
        """
        {
          "task": "masked_lm",
          "data": { "train": null, "raw": "raw.txt" },
          "distillation": { "kd_loss_weight": 0, "intermediate_matches": "evenly:hidden_mse" }
        }
        """,
        "In a masked_lm task")]
    public void Stage_that_has_nothing_to_label_is_left_out_with_the_reason(string stage, string reason)
    {
        using TemporaryFolder folder = Folder();
        JsonObject recipe = JsonNode.Parse(Chain)!.AsObject(), other = JsonNode.Parse(stage)!.AsObject();
        recipe.Remove("teacher_store");
        other["name"] = "other";
        JsonObject logits = new() { ["name"] = "logits", ["teacher_store"] = "outputs" };
        recipe["stages"] = new JsonArray(logits, other);
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        LabelResult result = RecipeRun.Label(Read(folder), new RunHost());
        Assert.Equal(["logits", "other"], result.Stages!.Select(one => one.Name));
        Assert.Equal((2, 2), (result.Stages![0].Result!.Stored, result.Stored));
        Assert.Null(result.Stages![1].Result);
        Assert.Contains(reason, result.Stages![1].LeftOut!, StringComparison.Ordinal);
        Assert.Equal(reason.StartsWith("$.student", StringComparison.Ordinal), Read(folder).Student is null);
        Assert.Contains("\"left_out\": ", result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Recipe_without_a_stage_to_label_for_is_refused_stage_by_stage()
    {
        using TemporaryFolder folder = Folder();
        Recipe recipe = Read(folder, "teacher_store=null", "stages.hidden.distillation.intermediate_matches=[]");
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Label(recipe, new RunHost())).Message;
        Assert.StartsWith("No stage has anything to label.", message, StringComparison.Ordinal);
        Assert.Contains("Stage hidden: The student learns from labels alone", message, StringComparison.Ordinal);
        Assert.Contains("Stage logits: $.teacher_store is missing", message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["outputs"]));
    }

    [Fact]
    public void Stopped_in_a_stage_it_goes_on_there()
    {
        using TemporaryFolder folder = Folder();
        using CancellationTokenSource stop = new();
        LabelResult stopped = RecipeRun.Label(Read(folder), new Stopper("starting logits: labelling", stop).Host, stop.Token);
        Assert.Equal(("stopped", 2), (stopped.Status, stopped.Stored));
        Assert.Equal(["hidden", "logits"], stopped.Stages!.Select(stage => stage.Name));
        LabelResult result = RecipeRun.Label(Read(folder), new RunHost());
        Assert.Equal(("completed", 4, 6), (result.Status, result.Asked, result.Stored));
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private static TemporaryFolder Folder()
    {
        TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["raw.txt"], "good bad good. bad good bad!\nbad bad good good bad.\n");
        File.WriteAllText(folder["recipe.json"], Chain);
        return folder;
    }
}
