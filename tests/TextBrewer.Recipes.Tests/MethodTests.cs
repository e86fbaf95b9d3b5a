using System.Text.Json;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests;

/// <summary>Everything that a distillation can be made of, through recipes.</summary>
public sealed class MethodTests
{
    private const string Tasks = """
        {
          "tasks": {
            "mood": {
              "data": { "train": { "path": "train.tsv" }, "dev": { "path": "train.tsv" } },
              "teacher": { "model": "teacher" },
              "tokenizer": { "max_length": 16 }
            },
            "other": {
              "data": { "train": { "path": "other.tsv" }, "dev": { "path": "other.tsv" } },
              "teachers": [ { "model": "teacher" }, { "model": "teacher", "weight": 2 } ],
              "labels": ["LABEL_0", "LABEL_1", "LABEL_2"],
              "tokenizer": { "max_length": 16 }
            }
          },
          "student": { "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" },
          "training": { "output_dir": "run", "num_steps": 6, "tau": 0.5, "ckpt_steps": 3, "batch_size": 1 },
          "distillation": { "intermediate_matches": "evenly:hidden_mse", "hard_label_weight": 1 }
        }
        """;

    [Theory]
    [InlineData("kd_loss_type=kl")]
    [InlineData("kd_loss_type=reverse_kl")]
    [InlineData("kd_loss_type=[\"jsd\", 0.3]")]
    [InlineData("kd_loss_type=bce")]
    [InlineData("kd_loss_type=[\"dkd\", {\"alpha\": 1, \"beta\": 2}]")]
    [InlineData("kd_loss_type=mse")]
    [InlineData("kd_loss_type=[\"dist\", 1, 2]")]
    [InlineData("kd_loss_type=[\"ce\", {\"t_squared\": true}]")]
    [InlineData("logit_standardization=true")]
    [InlineData("logit_standardization=true", "distillation.kd_loss_type=dist")]
    [InlineData("logit_standardization=true", "distillation.temperature_scheduler=[\"flsw\", 1, 2]")]
    [InlineData("intermediate_matches.0.weight_scheduler=linear_decay")]
    [InlineData("emd={\"loss\": \"hidden_mse\", \"weight_scheduler\": \"linear_growth\"}")]
    [InlineData("intermediate_matches=evenly:hidden_mse+evenly:mmd")]
    [InlineData("intermediate_matches=evenly:gram+evenly:cos+evenly:pkd")]
    [InlineData("intermediate_matches=evenly:attention_mse+evenly:attention_mse_sum")]
    [InlineData("intermediate_matches=evenly:attention_ce+evenly:attention_ce_mean")]
    [InlineData("intermediate_matches=evenly:rkd_distance+evenly:rkd_angle")]
    [InlineData("intermediate_matches=[{\"layer_T\": -1, \"layer_S\": -1, \"feature\": \"query\", \"loss\": [\"minilm_relation\", 2]}]")]
    [InlineData("intermediate_matches=[{\"layer_T\": -1, \"layer_S\": -1, \"feature\": \"attention\", \"loss\": \"attention_mse\"}]")]
    [InlineData("emd={\"loss\": \"hidden_mse\", \"update_weights\": true}")]
    [InlineData("temperature_scheduler=[\"flsw\", 1, 2]")]
    [InlineData("temperature_scheduler=[\"cwsm\", 1]")]
    [InlineData(
        "hard_label_weight=1",
        "distillation.hard_label_weight_scheduler=linear_growth",
        "distillation.kd_loss_weight_scheduler=linear_decay")]
    [InlineData("probability_shift=true", "distillation.is_caching_logits=true")]
    public void Distill_by_each_loss_and_schedule_has_finite_losses_and_leads_elsewhere_than_the_plain_recipe(params string[] settings)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RunResult result = RecipeRun.Distill(
            Read(folder, [.. FourSteps, $"distillation.{settings[0]}", .. settings[1..]]),
            new RunHost());
        Assert.Equal(("completed", 4), (result.Status, result.Steps));
        double[] losses = Losses(folder, "run");
        Assert.Equal(4, losses.Length);
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.False(PlainStudent.Value.AsSpan().SequenceEqual(StudentOf(folder)), "The setting changes nothing.");
    }

    [Theory]
    [InlineData("optimizer=sgd")]
    [InlineData("optimizer=[\"sgd\", 0.9]")]
    [InlineData("optimizer=adam")]
    [InlineData("optimizer=bert_adam")]
    [InlineData("optimizer=[\"adamw\", {\"beta1\": 0.8}]")]
    [InlineData("layer_learning_rate_decay=0.5")]
    [InlineData("learning_rates={\"embeddings\": 0, \"layer.0\": 3}")]
    [InlineData("ema_decay=0.9")]
    [InlineData("schedule=cosine")]
    [InlineData("schedule=constant")]
    [InlineData("schedule=polynomial")]
    [InlineData("schedule=cosine_with_restarts")]
    public void Train_by_each_optimizer_and_schedule_leads_elsewhere_than_the_plain_recipe(string setting)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RunResult result = RecipeRun.Distill(Read(folder, [.. FourSteps, "training." + setting]), new RunHost());
        Assert.Equal(("completed", 4), (result.Status, result.Steps));
        Assert.False(PlainStudent.Value.AsSpan().SequenceEqual(StudentOf(folder)), "The setting changes nothing.");
    }

    [Fact]
    public void Optimizer_group_of_a_projection_with_an_option_that_the_optimizer_does_not_know_is_refused()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string match
            = "{\"layer_T\":1,\"layer_S\":1,\"feature\":\"hidden\",\"loss\":\"hidden_mse\",\"proj\":[\"linear\",24,24,{\"momentum\":0.9}]}";
        Recipe recipe = Read(folder, $"distillation.intermediate_matches=[{match}]");
        Assert.Contains(
            "'momentum', which AdamW does not know. It knows lr, weight_decay, beta1, beta2, eps",
            Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(recipe, new RunHost())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Several_teachers_are_distilled_and_measured_together()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string recipe = File.ReadAllText(folder["recipe.json"]).Replace(
            "\"teacher\": { \"model\": \"teacher\" }",
            "\"teachers\": [ { \"model\": \"teacher\" }, { \"model\": \"teacher\", \"weight\": 3 } ]",
            StringComparison.Ordinal);
        File.WriteAllText(folder["recipe.json"], recipe);
        RunResult several = RecipeRun.Distill(Read(folder, "training.output_dir=several"), new RunHost());

        // A teacher twice says what it says once, and is twice as large.
        File.WriteAllText(
            folder["recipe.json"],
            recipe.Replace(", { \"model\": \"teacher\", \"weight\": 3 }", "", StringComparison.Ordinal));
        RunResult one = RecipeRun.Distill(Read(folder, "training.output_dir=one"), new RunHost());
        Assert.Equal(2 * one.Teacher!.Parameters, several.Teacher!.Parameters);
        Assert.Equal(one.Teacher.Dev!.First, several.Teacher.Dev!.First);
        Assert.Equal(Losses(folder, "one"), Losses(folder, "several"), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Several_tasks_are_distilled_into_one_student_with_a_folder_for_each()
    {
        using TemporaryFolder folder = TasksFolder();
        RunResult result = RecipeRun.Distill(Read(folder) with { Baseline = true }, new RunHost());
        Assert.Equal(("completed", 6), (result.Status, result.Steps));
        Assert.Equal(["mood", "other"], result.Student!.Dev!.Items.Select(dev => dev.Key));
        Assert.Equal(["mood", "other"], result.Baseline!.Dev!.Items.Select(dev => dev.Key));
        foreach (string task in new[] { "mood", "other" })
        {
            using LoadedModel student = new(folder["run", "student", task]);
            Assert.Equal(1, student.Config.NumHiddenLayers);
        }
        using LoadedModel other = new(folder["run", "student", "other"]);
        Assert.Equal(["LABEL_0", "LABEL_1", "LABEL_2"], other.Config.Labels);

        // Below their heads the two are one student.
        using SafetensorsFile one = SafetensorsFile.Open(folder["run", "student", "mood", "model.safetensors"]);
        using SafetensorsFile two = SafetensorsFile.Open(folder["run", "student", "other", "model.safetensors"]);
        string[] encoder = [.. one.Entries.Keys.Where(name => name.StartsWith("bert.encoder.", StringComparison.Ordinal))];
        Assert.NotEmpty(encoder);
        using var scope = TorchSharp.torch.NewDisposeScope();
        foreach (string name in encoder) Assert.Equal(Agree.Values(one.Read(name)), Agree.Values(two.Read(name)));
    }

    [Fact]
    public void Several_tasks_stopped_and_resumed_end_with_the_same_bytes()
    {
        using TemporaryFolder folder = TasksFolder();
        RecipeRun.Distill(Read(folder, "training.output_dir=whole"), new RunHost());
        using CancellationTokenSource stop = new();
        RunResult stopped = RecipeRun.Distill(Read(folder), new RunHost { Progress = _ => new Stop(4, stop) }, stop.Token);
        Assert.Equal(("stopped", 4), (stopped.Status, stopped.Steps));
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        foreach (string task in new[] { "mood", "other" })
            Assert.Equal(
                File.ReadAllBytes(folder["whole", "student", task, "model.safetensors"]),
                File.ReadAllBytes(folder["run", "student", task, "model.safetensors"]));
    }

    [Fact]
    public void Ablation_leaves_out_each_term_in_turn_and_stops_and_resumes()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using CancellationTokenSource stop = new();
        Recipe recipe = Read(folder, "distillation.hard_label_weight=1") with { Ablation = true, Baseline = true };
        RunResult stopped = RecipeRun.Distill(
            recipe,
            new RunHost { Progress = what => what.Contains("baseline", StringComparison.Ordinal) ? new Stop(1, stop) : null },
            stop.Token);
        Assert.Equal("stopped", stopped.Status);

        RunResult result = RecipeRun.Resume(folder["run"], new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.Equal("accuracy", result.Baseline!.Dev!.First.Keys.First());
        Assert.Equal(
            ["without_hard_label_loss", "without_hidden_hidden_mse", "without_kd_loss"],
            result.Ablation!.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            "unweighted_hidden_hidden_mse",
            File.ReadAllText(folder["run", "ablation", "without_hidden_hidden_mse", "metrics.jsonl"]),
            StringComparison.Ordinal);
        Assert.Contains(
            "unweighted_hidden_hidden_mse",
            File.ReadAllText(folder["run", "ablation", "without_kd_loss", "metrics.jsonl"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void TorchScript_file_teaches_where_labels_and_vocabulary_are_named()
    {
        using TemporaryFolder folder = SmallRecipe.Folder("sentence\tlabel\ngood\tb\nbad\ta\n");
        File.Copy(Golden.Path("torchscript/tensor.pt"), folder["teacher.pt"]);
        string recipe = File.ReadAllText(folder["recipe.json"])
            .Replace("{ \"model\": \"teacher\" }", "{ \"model\": \"teacher.pt\" }", StringComparison.Ordinal)
            .Replace("\"max_length\": 16", "\"max_length\": 16, \"vocabulary\": \"teacher\"", StringComparison.Ordinal)
            .Replace(", \"initialize\": \"every_kth\"", "", StringComparison.Ordinal)
            .Replace(
                "{ \"num_hidden_layers\": 1 }",
                "{ \"num_hidden_layers\": 1, \"hidden_size\": 8, \"num_attention_heads\": 2, \"intermediate_size\": 16 }",
                StringComparison.Ordinal);
        File.WriteAllText(folder["recipe.json"], recipe);
        RunResult result = RecipeRun.Distill(
            Read(folder, "labels=[\"a\", \"b\", \"c\"]", "distillation.intermediate_matches=[]"),
            new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.Equal(new FileInfo(folder["teacher.pt"]).Length, result.Teacher!.Bytes);

        Assert.Contains("a file that gives logit", Assert.Throws<ConfigurationException>(
            () => RecipeRun.Distill(
                Read(folder, "labels=[\"a\", \"b\", \"c\"]", "training.output_dir=other"),
                new RunHost())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_folder_holds_an_event_file_with_the_scalars_and_the_evaluations()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder), new RunHost());
        string file = Assert.Single(Directory.EnumerateFiles(folder["run"], "events.out.tfevents.*"));
        string[] tags = [.. EventFileReader.Scalars(file).Select(point => point.Tag).Distinct()];
        foreach (string tag in new[] {
            "scalar/total_loss",
            "scalar/unweighted_kd_loss",
            "scalar/unweighted_hidden_hidden_mse_1_3",
            "learning_rate",
            "gradient_norm",
            "dev/accuracy" }) Assert.Contains(tag, tags);
    }

    [Theory]
    [InlineData("$.tasks stands in place of", "labels=[\"a\", \"b\"]")]
    [InlineData("$.training.num_steps is missing", "training.num_steps=null")]
    [InlineData("$.training.tau", "training.tau=\"large\"")]
    [InlineData("$.tasks.mood has both teacher and teachers", "tasks.mood.teachers=[{\"model\": \"teacher\"}]")]
    [InlineData("$.tasks.mood has the key 'techer'", "tasks.mood.techer={}")]
    [InlineData("$.training.optimizer: There is no optimizer 'adan'", "training.optimizer=adan")]
    [InlineData("$.training.schedule: There is no", "training.schedule=cosin")]
    [InlineData("$.distillation.kd_loss_type", "distillation.kd_loss_type=[\"dkd\", 1, 2, 3]")]
    [InlineData("Did you mean 'evenly:hidden_mse'", "distillation.intermediate_matches=evenly_hidden_mse")]
    public void Recipe_of_several_tasks_with_a_mistake_says_where_it_is(string says, string setting)
    {
        using TemporaryFolder folder = TasksFolder();
        Assert.Contains(says, Assert.Throws<ConfigurationException>(() => Read(folder, setting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_name_has_a_meaning()
    {
        foreach (NameLine line in RecipeNames.All().SelectMany(group => group.Names)
            .Where(line => !line.Name.StartsWith("own", StringComparison.Ordinal)))
            Assert.NotEqual("registered by this program", line.Meaning);
    }

    // With one text a batch, a temperature by position would be the same for all positions.
    private static readonly string[] FourSteps = ["training.num_steps=4", "training.batch_size=2"];

    // The student of the small recipe as it stands, after four steps.
    private static readonly Lazy<byte[]> PlainStudent = new(() =>
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(Read(folder, FourSteps), new RunHost());
        return StudentOf(folder);
    });

    private static byte[] StudentOf(TemporaryFolder folder) => File.ReadAllBytes(folder["run", "student", "model.safetensors"]);

    private static double[] Losses(TemporaryFolder folder, string run) =>
        [.. File.ReadLines(folder[run, "metrics.jsonl"])
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("scalar/total_loss", out _))
            .Select(line => line.GetProperty("scalar/total_loss").GetDouble())];

    private static TemporaryFolder TasksFolder()
    {
        TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["other.tsv"], "sentence\tlabel\nbad bad\tLABEL_2\ngood good\tLABEL_1\nbad\tLABEL_0\n");
        File.WriteAllText(folder["recipe.json"], Tasks);
        return folder;
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private sealed class Stop(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
