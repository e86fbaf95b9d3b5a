using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TextBrewer.Training;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>BERT-of-Theseus as a recipe: a teacher of three layers, a student of one or three.</summary>
public sealed class ReplacingRunTests
{
    private const string Data = "sentence\tlabel\ngood\tLABEL_1\nbad\tLABEL_0\ngood bad\tLABEL_1\nbad bad\tLABEL_0\ngood good\tLABEL_1\n";

    [Theory]
    [InlineData("0.5")]
    [InlineData("[\"constant\", 0.5]")]
    [InlineData("[\"linear\", 0.1, 0.3]")]
    [InlineData("[\"linear\", {\"k\": 0.1, \"b\": 0.3}]")]
    public void Distill_trains_the_students_layers_alone_and_leaves_a_whole_student(string probability)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        List<string> said = [];
        RunResult result = RecipeRun.Distill(Read(folder, $"replacing.probability={probability}"), new RunHost { Say = said.Add });
        Assert.Equal(("completed", 10), (result.Status, result.Steps));
        Assert.NotNull(result.Teacher);
        const string Says = "Each of the student's 1 layers takes the place of 3 of its teacher's with a probability of ";
        Assert.Contains(said, sentence => sentence.StartsWith(Says, StringComparison.Ordinal));
        using SequenceClassifier teacher = Load(folder["teacher"]), student = Load(folder["run", "student"]);
        Assert.Equal(1, student.Config.NumHiddenLayers);
        Dictionary<string, Tensor> large = teacher.state_dict();
        foreach ((string name, Tensor tensor) in student.state_dict())
        {
            // every_kth: the one layer began as the teacher's last.
            string begin = name.Replace("encoder.layer.0.", "encoder.layer.2.", StringComparison.Ordinal);
            bool isTrained = name.StartsWith("bert.encoder.", StringComparison.Ordinal);
            Assert.True(isTrained != tensor.equal(large[begin]).all().item<bool>(), name);
        }
    }

    [Theory]
    [InlineData("replacing.probability=0.9")]
    [InlineData("replacing.probability=[\"linear\", 0.2, 0.5]")]
    [InlineData("training.seed=1")]
    [InlineData("student.initialize=first")]
    [InlineData("student.initialize=random")]
    public void Each_setting_leads_elsewhere(string setting)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        RecipeRun.Distill(Read(folder, "replacing.probability=0.5", "training.output_dir=plain"), new RunHost());
        RecipeRun.Distill(Read(folder, "replacing.probability=0.5", setting), new RunHost());
        Assert.NotEqual(Student(folder, "plain"), Student(folder, "run"));
    }

    [Fact]
    public void Linear_probability_that_has_reached_1_trains_as_a_constant_1()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        RecipeRun.Distill(Read(folder, "replacing.probability=1", "training.output_dir=plain"), new RunHost());
        RecipeRun.Distill(Read(folder, "replacing.probability=[\"linear\", 0.001, 1]"), new RunHost());
        Assert.Equal(Student(folder, "plain"), Student(folder, "run"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Run_that_is_stopped_and_gone_on_with_ends_as_one_that_was_not(int step)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        string[] settings =
        [
            "replacing.probability=[\"linear\", 0.08, 0.2]", "training.gradient_accumulation_steps=2", "training.num_steps=8",
            "student.config.num_hidden_layers=3", "student.config.hidden_dropout_prob=0.1",
        ];
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=whole"]) with { Baseline = true }, new RunHost());
        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = what => what == "training by replacing" ? new Stop(step, stop) : null };
        RunResult stopped = RecipeRun.Distill(Read(folder, settings) with { Baseline = true }, host, stop.Token);
        Assert.Equal(("stopped", step), (stopped.Status, stopped.Steps));
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        IReadOnlyDictionary<string, string> expected = RunBytes.Of(folder["whole"]), actual = RunBytes.Of(folder["run"]);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string content) in expected) Assert.True(content == actual[name], name);
        Assert.Contains(Path.Combine("baseline", "metrics.jsonl"), actual.Keys);
    }

    [Theory]
    [InlineData("multi_label")]
    [InlineData("regression")]
    [InlineData("tagging")]
    [InlineData("qa")]
    [InlineData("multiple_choice")]
    public void Every_kind_of_task_is_trained_by_replacing(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        RunResult result = RecipeRun.Distill(
            Read(folder, "replacing.probability=0.5", "training.num_steps=3"),
            new RunHost());
        Assert.Equal("completed", result.Status);
        Assert.NotNull(result.Student!.Dev);
    }

    [Fact]
    public void Check_looks_at_the_loss_of_the_labels_and_times_the_steps()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        CheckResult result = RecipeRun.Check(Read(folder, "replacing.probability=0.5"), new RunHost());
        Assert.DoesNotContain(result.Findings, finding => finding.Severity == CheckSeverity.Error);
        Assert.Equal("unweighted_hard_label_loss", Assert.Single(result.Losses).Term);
        Assert.Empty(result.Matches);
        Assert.Equal(10, result.Duration!.Steps);
    }

    [Theory]
    [InlineData("student.config.num_hidden_layers=2", "$.replacing: The student has 2 layers and its teacher 3", "1, 3 layers")]
    [InlineData("student.config={\"num_hidden_layers\":1,\"hidden_size\":12}", "$.replacing: The student is 12 wide", "hidden_size out")]
    [InlineData("student.config={\"num_hidden_layers\":1,\"model_type\":\"bigru\"}", "$.replacing: ", "'bigru' encoder has none")]
    public void Models_that_do_not_fit_are_refused_by_check_and_run(string setting, params string[] says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        Recipe recipe = Read(folder, "student.initialize=random", setting, "replacing.probability=0.5");
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(recipe, new RunHost())).Message;
        CheckFinding found = Assert.Single(RecipeRun.Check(recipe, new RunHost()).Findings);
        Assert.All(says, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.All(says, part => Assert.Contains(part, found.ToString(), StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("$.replacing.probability: The probability p of 'constant' is 0", "replacing.probability=0")]
    [InlineData("$.replacing.probability: There is no replacement schedule 'half'", "replacing.probability=half")]
    [InlineData("At $.replacing.probability: a probability is a number", "replacing.probability=true")]
    [InlineData("$.replacing has the key 'probabilty', which is unknown. Did you mean 'probability'?", "replacing.probabilty=0.5")]
    [InlineData("$.distillation compares a student with its teacher", "replacing={}", "distillation.temperature=8")]
    [InlineData("$.distillation compares a student with its teacher", "replacing={}", "distillation.intermediate_matches=evenly:cos")]
    [InlineData("$.teacher_store keeps what a teacher says", "replacing={}", "teacher_store=store")]
    [InlineData("$.ablation leaves out one loss term", "replacing={}", "ablation=true")]
    [InlineData("the teacher's engine is another", "replacing={}", "teacher.engine=onnx")]
    [InlineData("$.teachers names 2", "replacing={}", "teacher=null", "teachers=[\"teacher\", \"teacher\"]")]
    [InlineData("$.data.extra[0] has no labels", "replacing={}", "data.extra=[{\"path\":\"train.tsv\",\"labelled\":false}]")]
    [InlineData("$.replacing puts a student's layers", "replacing={}", "teacher=null", "student=null", "model=teacher")]
    public void What_contradicts_replacing_or_has_no_effect_beside_it_is_refused(string says, params string[] settings)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => Read(folder, settings)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_command_line_adds_is_refused_too_and_so_are_several_tasks_and_a_teacher_that_is_a_file()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        Recipe recipe = Read(folder, "replacing.probability=0.5");
        Assert.Contains(
            "$.ablation",
            Message(() => RecipeRun.Distill(recipe with { Ablation = true }, new RunHost())),
            StringComparison.Ordinal);
        const string Tasks = "tasks={\"a\":{\"data\":{\"train\":{\"path\":\"train.tsv\"}},\"teacher\":\"teacher\"}}";
        Assert.Contains(
            "$.replacing is for one task",
            Message(() => Read(folder, Tasks, "data=null", "teacher=null", "replacing={}", "training.num_steps=3")),
            StringComparison.Ordinal);
        RecipeRun.Distill(Read(folder, "replacing.probability=1", "export={\"onnx\":true,\"int8\":false}"), new RunHost());
        Recipe file = Read(
            folder,
            "student.initialize=random",
            "replacing.probability=0.5",
            "teacher=run/student/onnx/model.onnx",
            "tokenizer.vocabulary=teacher",
            "student.config={\"num_hidden_layers\":1,\"hidden_size\":24,\"num_attention_heads\":4}",
            "training.output_dir=other");
        Assert.Contains(
            "this teacher is a file: name its Hugging Face folder",
            Message(() => RecipeRun.Distill(file, new RunHost())),
            StringComparison.Ordinal);

        static string Message(Action action) => Assert.Throws<ConfigurationException>(action).Message;
    }

    [Fact]
    public void Successor_is_fine_tuned_by_an_ordinary_run_from_its_folder_and_may_be_put_among_the_teachers_layers_again()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        RecipeRun.Distill(Read(folder, "replacing.probability=0.5"), new RunHost());
        string[] next = ["student=run/student", "training.output_dir=next"];
        Assert.Equal("completed", RecipeRun.Distill(Read(folder, next), new RunHost()).Status);
        Assert.NotEqual(Student(folder, "run"), Student(folder, "next"));
        Assert.Equal(
            "completed",
            RecipeRun.Distill(Read(folder, "student=next/student", "replacing.probability=0.5", "training.output_dir=third"), new RunHost())
                .Status);
    }

    [Theory]
    [InlineData("replacing: training by replacing", 3)]
    [InlineData("distilling", 2)]
    public void Stages_of_replacing_and_of_the_successor_alone_end_with_the_same_bytes_wherever_they_were_stopped(string phase, int step)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(Data);
        const string Stages = """
            stages=[
              { "name": "replacing", "replacing": { "probability": ["linear", 0.1, 0.3] } },
              { "name": "successor", "distillation": { "kd_loss_weight": 0, "hard_label_weight": 1 } }
            ]
            """;
        RecipeRun.Distill(Read(folder, Stages, "training.output_dir=whole"), new RunHost());
        using CancellationTokenSource stop = new();
        RunHost host = new() { Progress = what => what == phase ? new Stop(step, stop) : null };
        Assert.Equal("stopped", RecipeRun.Distill(Read(folder, Stages), host, stop.Token).Status);
        Assert.Equal("completed", RecipeRun.Resume(folder["run"], new RunHost()).Status);
        foreach (string made in (string[])["student", Path.Combine("stages", "replacing", "student")])
            Assert.Equal(
                File.ReadAllBytes(folder["whole", made, "model.safetensors"]),
                File.ReadAllBytes(folder["run", made, "model.safetensors"]));
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings)
    {
        // A recipe of a distillation becomes one without: what is left of it are defaults.
        bool distils = settings.Any(setting => setting.StartsWith("distillation", StringComparison.Ordinal));
        string[] plain = distils ? [] : ["distillation={}"];
        return RecipeFile.Read(folder["recipe.json"], [.. plain, "training.num_epochs=2", "export.onnx=false", .. settings]);
    }

    private static byte[] Student(TemporaryFolder folder, string run) =>
        File.ReadAllBytes(folder[run, "student", "model.safetensors"]);

    private static SequenceClassifier Load(string folder) => PretrainedFolder.LoadClassifier(folder).Model;

    private sealed class Stop(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Step(StepReport report)
        {
            if (report.Step == step) stop.Cancel();
        }
    }
}
