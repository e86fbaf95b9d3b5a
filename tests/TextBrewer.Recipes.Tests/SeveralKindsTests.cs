using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Predicting;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tests.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Reports.Tests;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TextBrewer.Training;

namespace TextBrewer.Recipes.Tests;

/// <summary>Tasks of any kind that share a student, through recipes.</summary>
public sealed class SeveralKindsTests
{
    // A task of each kind; two that tag, with different labels; lengths of their own.
    private static readonly string[] Names = ["mood", "names", "answers", "choice", "topics", "score", "other_names"];

    [Fact]
    public void Tasks_of_every_kind_share_a_student_that_is_saved_measured_and_exported_for_each()
    {
        using TemporaryFolder folder = Folder(Names);
        RunResult result = RecipeRun.Distill(Read(folder, "training.num_steps=14") with { Baseline = true }, new RunHost());
        Assert.Equal(("completed", 14), (result.Status, result.Steps));
        string[] metrics = ["accuracy", "f1", "f1", "accuracy", "f1_micro", "pearson", "f1"];
        ModelResult?[] versions = [result.Student, result.Teacher, result.Baseline, result.StudentOnnxFp32, result.StudentOnnxInt8];
        foreach (ModelResult? version in versions)
        {
            Assert.Equal(Names, version!.Dev!.Items.Select(dev => dev.Key));
            Assert.Equal(metrics, version.Dev.Items.Select(dev => dev.Value.Keys.First()));
        }

        // What is evaluated is what the run measured: of the folder, and of the exported one.
        foreach ((string name, int i) in Names.Select((name, i) => (name, i)))
        {
            RecipeTable data = Read(folder).Tasks![name].Data.Train!;
            using LoadedModel student = new(folder["run", "student", name]), exported = new(folder["run", "student", name, "onnx"]);
            Assert.Equal(Kind(name), student.Kind.Name);
            Assert.Equal(result.Student!.Dev!.Items[i].Value, student.Evaluate(student.Read(data)).Metrics);
            Assert.Equal(Kind(name), exported.Kind.Name);
            Assert.Equal(result.StudentOnnxFp32!.Dev!.Items[i].Value, exported.Evaluate(exported.Read(data)).Metrics);
            Assert.True(result.Parity![$"{name}/student_onnx_fp32"].LargestDifference < 1e-4);
            Assert.Single(Predictor.Predict(new PredictionSettings
            {
                Model = new ModelSettings { Folder = folder["run", "student", name, "onnx"] },
                Lines = ["good"],
                Passage = name == "answers" ? "good bad good" : null,
                Choices = name == "choice" ? ["good", "bad"] : [],
            }));
        }
        using LoadedModel other = new(folder["run", "student", "other_names"]);
        Assert.Equal(["O", "B-Y", "I-Y"], other.Config.Labels.Take(3));
        using LoadedModel answers = new(folder["run", "student", "answers"]);
        Assert.Null(answers.Config.IdToLabel); // those of the first task's teacher are not its own

        IHtmlDocument page = HtmlPage.Parse(File.ReadAllText(folder["run", RunFileNames.Report]));
        Assert.Equal(
            Names.Select(name => $"task {name}"),
            page.QuerySelectorAll("#differences h3").Select(HtmlPage.Text));
    }

    [Fact]
    public void Heads_share_one_encoder_and_a_head_that_reads_no_pooler_is_saved_without()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        RecipeRun.Distill(Read(folder), new RunHost());
        string[] tensors = [.. new[] { "mood", "names", "answers" }.Select(name => Tensors(folder, name))];
        Assert.Single(tensors.Distinct());
        using SafetensorsFile mood = Student(folder, "mood"), names = Student(folder, "names");
        Assert.Contains(mood.Entries.Keys, name => name.StartsWith("bert.pooler", StringComparison.Ordinal));
        Assert.DoesNotContain(names.Entries.Keys, name => name.StartsWith("bert.pooler", StringComparison.Ordinal));
        Assert.Equal(
            ["heads.answers", "heads.mood", "heads.names"],
            CheckpointHeads(folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Run_of_several_kinds_that_is_stopped_and_resumed_ends_with_the_same_bytes()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        string[] settings =
        [
            "training.num_steps=6", "training.ckpt_steps=2", "tasks.names.weight=3", "tasks.answers.sampling_weight=2",
            "tasks.names.distillation.temperature=2", "tasks.answers.distillation={\"intermediate_matches\": \"evenly:hidden_mse\"}",
            "tasks.names.distillation.is_caching_logits=true", "student.config.hidden_size=16", "student.config.intermediate_size=24",
            "student.initialize=random", "distillation.intermediate_matches=[{\"layer_T\": 3, \"layer_S\": 1, \"feature\": \"hidden\","
                + "\"loss\": \"hidden_mse\", \"proj\": \"auto\"}]",
        ];
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=whole"]) with { Baseline = true }, new RunHost());
        using CancellationTokenSource stop = new();
        RunResult stopped = RecipeRun.Distill(
            Read(folder, settings) with { Baseline = true },
            new RunHost { Progress = _ => new Stop(3, stop) },
            stop.Token);
        Assert.Equal(("stopped", 3), (stopped.Status, stopped.Steps));
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        IReadOnlyDictionary<string, string> whole = RunBytes.Of(folder["whole"]), resumed = RunBytes.Of(folder["run"]);
        Assert.Equal(whole.Keys.Order(StringComparer.Ordinal), resumed.Keys.Order(StringComparer.Ordinal));
        foreach (string file in whole.Keys) Assert.True(whole[file] == resumed[file], $"{file} differs.");
    }

    [Theory]
    [InlineData("tasks.names.weight=4")]
    [InlineData("tasks.names.sampling_weight=9")]
    [InlineData("tasks.names.distillation.temperature=1")]
    [InlineData("tasks.names.distillation.kd_loss_type=kl")]
    [InlineData("tasks.names.distillation.hard_label_weight=2")]
    [InlineData("tasks.names.distillation.kd_loss_weight=3")]
    [InlineData("tasks.names.distillation.kd_tokens=labelled")]
    [InlineData("tasks.names.distillation.probability_shift=true")]
    [InlineData("tasks.names.distillation.intermediate_matches=evenly:attention_mse")]
    [InlineData("tasks.names.distillation.emd={\"loss\": \"hidden_mse\"}")]
    [InlineData("tasks.names.data.extra=[{\"path\": \"more.conll\", \"labelled\": false}]")]
    public void Setting_of_a_task_leads_elsewhere_and_is_in_the_resolved_recipe(string setting)
    {
        using TemporaryFolder folder = Folder("mood", "names");
        File.WriteAllText(folder["more.conll"], "bad\nbad\ngood\n\ngood\ngood\n\n");
        RecipeRun.Distill(Read(folder, "training.output_dir=plain"), new RunHost());
        RecipeRun.Distill(Read(folder, setting), new RunHost());
        Assert.NotEqual(
            File.ReadAllBytes(folder["plain", "student", "names", "model.safetensors"]),
            File.ReadAllBytes(folder["run", "student", "names", "model.safetensors"]));

        // The run's own recipe says the same: it is what a resumed run goes on with.
        JsonNode resolved = JsonNode.Parse(File.ReadAllText(folder["run", "recipe.json"]))!["tasks"]!["names"]!;
        string[] keys = setting.Split('=')[0].Split('.')[2..];
        Assert.NotNull(keys.Aggregate(resolved, (node, key) => node[key]!));
    }

    [Fact]
    public void Task_changes_single_keys_of_what_is_distilled_and_inherits_the_rest()
    {
        using TemporaryFolder folder = Folder("mood", "names", "score");
        Recipe recipe = Read(
            folder,
            "distillation.temperature=3",
            "distillation.emd={\"loss\": \"hidden_mse\"}",
            "tasks.names.distillation={\"hard_label_weight\": 2, \"emd\": null}");
        RecipeDistillation names = recipe.Tasks!["names"].Distillation!;
        Assert.Equal((3, 2.0, "ce"), (names.Temperature, names.HardLabelWeight, names.KdLossType.Name));
        Assert.Null(names.Emd);
        Assert.Equal(recipe.Distillation.IntermediateMatches, names.IntermediateMatches);
        Assert.Null(recipe.Tasks["mood"].Distillation);
        Assert.Equal(("mse", 3.0), (recipe.Tasks["score"].Distillation!.KdLossType.Name, recipe.Tasks["score"].Distillation!.Temperature));

        // Read again it is the same recipe.
        File.WriteAllText(folder["again.json"], recipe.ToJson());
        Assert.Equal(recipe.ToJson(), RecipeFile.Read(folder["again.json"]).ToJson());
    }

    [Theory]
    [InlineData("$.tasks.names.weight is 0; it must be above 0", "tasks.names.weight=0")]
    [InlineData("$.tasks.names.weight", "tasks.names.weight=\"much\"")]
    [InlineData("$.tasks.names.sampling_weight is -1; it must be above 0", "tasks.names.sampling_weight=-1")]
    [InlineData("$.tasks.names.distillation has the key 'temprature'", "tasks.names.distillation.temprature=1")]
    [InlineData("$.tasks.names.distillation.temperature is 0; it must be above 0", "tasks.names.distillation.temperature=0")]
    [InlineData("$.tasks.names.distillation.kd_loss_type: There is no", "tasks.names.distillation.kd_loss_type=cee")]
    [InlineData("$.tasks.score.distillation.kd_loss_type is kl, which compares classes", "tasks.score.distillation.kd_loss_type=kl")]
    [InlineData(
        "$.distillation.kd_loss_type is kl, which compares classes; a regression has one value: use mse, for this task alone in "
            + "$.tasks.score.distillation.",
        "distillation.kd_loss_type=kl")]
    [InlineData("$.tasks has a task 'a/b', whose folders", "tasks.a/b={\"data\": {\"train\": {\"path\": \"a\"}}, \"teacher\": \"a\"}")]
    [InlineData("'names' and 'Names', which are one folder", "tasks.Names={\"data\": {\"train\": {\"path\": \"a\"}}, \"teacher\": \"a\"}")]
    [InlineData("$.weight", "weight=2")]
    public void Setting_of_a_task_that_cannot_be_is_refused_with_its_place(string says, string setting)
    {
        using TemporaryFolder folder = Folder("mood", "names", "score");
        string message = Assert.Throws<ConfigurationException>(() => Read(folder, setting)).Message;
        if (says == "$.weight") says = "$ has the key 'weight'"; // a task that stands alone has nothing to be weighed against
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Equal(message.IndexOf(says, StringComparison.Ordinal), message.LastIndexOf(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Problem_of_the_recipes_distillation_is_said_once_whoever_inherits_it()
    {
        using TemporaryFolder folder = Folder("mood", "names");
        string message = Assert.Throws<ConfigurationException>(
            () => Read(folder, "distillation.temperature=-1", "tasks.names.distillation.hard_label_weight=1")).Message;
        Assert.Contains("$.distillation.temperature is -1", message, StringComparison.Ordinal);
        Assert.DoesNotContain("$.tasks.names.distillation.temperature", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_task_has_no_share_of_the_draws_and_is_a_student_of_several_all_the_same()
    {
        using TemporaryFolder folder = Folder("names");
        Assert.Contains(
            "$.tasks.names.sampling_weight means nothing",
            Assert.Throws<ConfigurationException>(() => Read(folder, "tasks.names.sampling_weight=2")).Message,
            StringComparison.Ordinal);
        Assert.Equal("completed", RecipeRun.Distill(Read(folder, "tasks.names.weight=2"), new RunHost()).Status);
        using LoadedModel student = new(folder["run", "student", "names"]);
        Assert.Equal("tagging", student.Kind.Name);
    }

    [Fact]
    public void Task_without_a_dev_set_is_trained_and_exported_and_the_others_are_measured()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        RunResult result = RecipeRun.Distill(Read(folder, "tasks.mood.data.dev=null") with { Baseline = true }, new RunHost());
        Assert.Equal(["names", "answers"], result.Student!.Dev!.Items.Select(dev => dev.Key));
        Assert.Equal("names/f1", result.Best!.Metric);
        using LoadedModel exported = new(folder["run", "student", "mood", "onnx"]);
        Assert.Equal("classification", exported.Kind.Name);
        Assert.True(result.Parity!["mood/student_onnx_fp32"].LargestDifference < 1e-4);
    }

    [Fact]
    public void Stage_of_several_tasks_starts_from_encoder_and_heads_of_the_one_before()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        JsonObject recipe = JsonNode.Parse(File.ReadAllText(folder["recipe.json"]))!.AsObject();
        recipe["stages"] = JsonNode.Parse("""
            [
              { "name": "first" },
              { "name": "second", "training": { "learning_rate": 1e-30, "weight_decay": 0 }, "distillation": { "temperature": 2 } }
            ]
            """);
        File.WriteAllText(folder["recipe.json"], recipe.ToJsonString());
        Recipe read = Read(folder, "tasks.names.distillation.hard_label_weight=1");
        Assert.Equal(2, read.Tasks!["names"].Distillation!.Temperature);
        RunResult result = RecipeRun.Distill(read, new RunHost());
        Assert.Equal("completed", result.Status);
        foreach (string task in new[] { "mood", "names", "answers" })
            Assert.Equal(
                File.ReadAllBytes(folder["run", "stages", "first", "student", task, "model.safetensors"]),
                File.ReadAllBytes(folder["run", "student", task, "model.safetensors"]));
    }

    [Fact]
    public void Student_of_several_tasks_may_begin_others_with_a_new_head_for_each_new_task()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        RecipeRun.Distill(Read(folder, "training.output_dir=before"), new RunHost());
        Directory.Delete(folder["before", "student", "answers"], recursive: true);
        List<string> said = [];
        RunResult result = RecipeRun.Distill(
            Read(folder, $"student={{\"model\": {JsonSerializer.Serialize(folder["before", "student"])}}}"),
            new RunHost { Say = said.Add });
        Assert.Equal("completed", result.Status);
        Assert.DoesNotContain(said, line => line.Contains("Missing", StringComparison.Ordinal));
    }

    [Fact]
    public void Teachers_may_be_of_different_architectures()
    {
        using TemporaryFolder folder = Folder("mood", "names");
        foreach (string file in new[] { "config.json", "model.safetensors" })
            File.Copy(Golden.Path($"models/electra-token/{file}"), folder["names", "teacher", file], overwrite: true);
        SmallRecipe.NameTags(folder["names", "teacher", "config.json"]);
        RunResult result = RecipeRun.Distill(
            Read(folder, "distillation.intermediate_matches=[]", "tasks.names.distillation.hard_label_weight=1"),
            new RunHost());
        Assert.Equal("completed", result.Status);
        using LoadedModel student = new(folder["run", "student", "names"]);
        Assert.Equal("bert", student.Config.ModelType);
    }

    [Fact]
    public void Ablation_leaves_a_term_out_in_every_task_that_has_it()
    {
        using TemporaryFolder folder = Folder("mood", "names");
        Recipe recipe = Read(
            folder,
            "distillation.intermediate_matches=[]",
            "distillation.hard_label_weight=1",
            "tasks.names.distillation.intermediate_matches=evenly:hidden_mse");
        RunResult result = RecipeRun.Distill(recipe with { Ablation = true }, new RunHost());
        Assert.Equal(["without_kd_loss", "without_hard_label_loss", "without_evenly_hidden_mse"], result.Ablation!.Keys);
        Assert.Contains("hidden_mse", File.ReadAllText(folder["run", "metrics.jsonl"]), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "hidden_mse",
            File.ReadAllText(folder["run", "ablation", "without_evenly_hidden_mse", "metrics.jsonl"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Term_that_is_all_that_a_task_has_cannot_be_left_out()
    {
        using TemporaryFolder folder = Folder("mood", "names");
        Recipe recipe = Read(
            folder,
            "distillation.intermediate_matches=[]",
            "distillation.hard_label_weight=1",
            "tasks.names.distillation.hard_label_weight=0");
        Assert.Equal(["hard_label_loss"], Ablations.Of(RunDistillation.Of(recipe)).Select(without => without.Term));
    }

    [Fact]
    public void Check_looks_at_each_task_by_its_own_distillation_and_weight()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        CheckResult check = RecipeRun.Check(
            Read(
                folder,
                "tasks.names.distillation.temperature=0.05",
                "tasks.answers.weight=3",
                "tasks.answers.distillation.hard_label_weight=2"),
            new RunHost());
        Assert.True(check.IsSound, string.Join('\n', check.Findings));
        Assert.Single(check.Findings, f => f.What.Contains("zeros and ones", StringComparison.Ordinal)
            && f.Where == "$.tasks.names.distillation.temperature");
        Assert.Equal(
            [("mood", 0.5), ("names", 0.5), ("answers", 6)],
            check.Losses.Where(loss => loss.Term == "unweighted_hard_label_loss").Select(loss => (loss.Task, loss.Weight)));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Stored_teachers_keep_what_each_task_compares()
    {
        using TemporaryFolder folder = Folder("mood", "names", "answers");
        string[] settings =
        [
            "teacher_store={\"folder\": \"outputs\", \"precision\": \"exact\"}", "tasks.names.distillation.kd_loss_weight=0",
        ];
        LabelResult labelled = RecipeRun.Label(Read(folder, settings), new RunHost());
        Assert.Equal(("completed", labelled.Examples), (labelled.Status, labelled.Stored));
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=stored"]), new RunHost());
        RecipeRun.Distill(Read(folder, settings[1]), new RunHost());
        // Asked in other batches, a teacher's last bits are other ones.
        Assert.Equal(Losses(folder["run"]), Losses(folder["stored"]), (a, b) => Math.Abs(a - b) < 1e-4 * Math.Max(1, Math.Abs(a)));
    }

    private static double[] Losses(string run) =>
    [
        .. from line in File.ReadLines(Path.Combine(run, RunFileNames.Metrics))
           let step = JsonNode.Parse(line)!
           where step["scalar/total_loss"] is not null
           select step["scalar/total_loss"]!.GetValue<double>(),
    ];

    private static string Kind(string name) => name switch
    {
        "names" or "other_names" => "tagging",
        "answers" => "qa",
        "choice" => "multiple_choice",
        "topics" => "multi_label",
        "score" => "regression",
        _ => "classification",
    };

    /// <summary>A folder with a folder for each task, its teacher and data in it, and a recipe of all.</summary>
    private static TemporaryFolder Folder(params string[] tasks)
    {
        TemporaryFolder folder = new();
        JsonObject all = [];
        foreach (string name in tasks)
        {
            using TemporaryFolder one = SmallRecipe.FolderOf(Kind(name));
            Directory.CreateDirectory(folder[name]);
            foreach (string entry in Directory.GetFileSystemEntries(one.Path)) Directory.Move(entry, folder[name, Path.GetFileName(entry)]);
            JsonNode small = JsonNode.Parse(File.ReadAllText(folder[name, "recipe.json"]))!;
            string data = $"{name}/{small["data"]!["train"]!["path"]}";
            if (name == "other_names") Rename(folder[name, "teacher", "config.json"], folder[data]);
            all[name] = new JsonObject
            {
                ["task"] = Kind(name),
                ["data"] = new JsonObject { ["train"] = new JsonObject { ["path"] = data }, ["dev"] = new JsonObject { ["path"] = data } },
                ["teacher"] = $"{name}/teacher",
                ["tokenizer"] = new JsonObject { ["max_length"] = name == "answers" ? 14 : 8, ["stride"] = 2 },
            };
        }
        File.WriteAllText(folder["recipe.json"], new JsonObject
        {
            ["tasks"] = all,
            ["student"] = JsonNode.Parse("""{ "config": { "num_hidden_layers": 1 }, "initialize": "every_kth" }"""),
            ["training"] = JsonNode.Parse("""{ "output_dir": "run", "num_steps": 6, "batch_size": 2, "tau": 0 }"""),
            ["distillation"] = JsonNode.Parse("""{ "hard_label_weight": 0.5, "intermediate_matches": "evenly:hidden_mse" }"""),
        }.ToJsonString());
        return folder;
    }

    /// <summary>Another tagger: the same tags under other names, in another order.</summary>
    private static void Rename(string config, string data)
    {
        File.WriteAllText(config, File.ReadAllText(config)
            .Replace("-X", "-?", StringComparison.Ordinal)
            .Replace("-Y", "-X", StringComparison.Ordinal)
            .Replace("-?", "-Y", StringComparison.Ordinal));
        File.WriteAllText(data, File.ReadAllText(data).Replace("-X", "-Y", StringComparison.Ordinal));
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);

    private static SafetensorsFile Student(TemporaryFolder folder, string task) =>
        SafetensorsFile.Open(folder["run", "student", task, "model.safetensors"]);

    /// <summary>The names of the encoder's layers in a saved student, and what they hold.</summary>
    private static string Tensors(TemporaryFolder folder, string task)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using SafetensorsFile file = Student(folder, task);
        return string.Join('\n', file.Entries.Keys.Where(name => name.StartsWith("bert.encoder.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} {string.Join(' ', Agree.Values(file.Read(name)))}"));
    }

    private static IEnumerable<string> CheckpointHeads(TemporaryFolder folder)
    {
        string checkpoints = folder["run", "checkpoints"];
        string checkpoint = Directory.EnumerateFiles(checkpoints, "*model*.safetensors", SearchOption.AllDirectories).First();
        using SafetensorsFile file = SafetensorsFile.Open(checkpoint);
        return [.. file.Entries.Keys.Where(name => name.StartsWith("heads.", StringComparison.Ordinal))
            .Select(name => string.Join('.', name.Split('.')[..2])).Distinct()];
    }

    private sealed class Stop(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
