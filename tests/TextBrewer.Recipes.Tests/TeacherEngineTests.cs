using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests;

/// <summary>Teachers that are folders, computed by ONNX Runtime.</summary>
public sealed class TeacherEngineTests
{
    private const string NoMatches = "distillation.intermediate_matches=[]";

    [Fact]
    public void Run_with_onnx_says_how_near_it_comes_and_records_it()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        List<string> said = [];
        RunResult result = RecipeRun.Distill(Read(folder, NoMatches, "teacher.engine=onnx"), new RunHost { Say = said.Add });
        Assert.Equal("completed", result.Status);
        const string Near = "$.teacher: onnx against torch on 2 texts: logits differ by 0.00 %";
        Assert.Contains(said, sentence => sentence.StartsWith(Near, StringComparison.Ordinal));
        Assert.Contains("\"engine\": \"onnx\"", File.ReadAllText(folder["run", "run.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_auto_has_chosen_stands_in_the_recipe_that_a_resumed_run_reads()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        List<string> said = [];
        using RunContext context = new(Read(folder, NoMatches, "teacher.engine=auto"), new RunHost { Say = said.Add });
        string chosen = context.Recipe.Teacher!.Engine;
        Assert.Contains(chosen, new[] { "torch", "onnx", "onnx-int8" });
        string choice = $"$.teacher: {chosen} computes the teacher's logits";
        Assert.Contains(said, sentence => sentence.StartsWith(choice, StringComparison.Ordinal));
    }

    [Fact]
    public void Teacher_that_is_looked_into_stays_in_torch_and_the_student_the_same()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        List<string> said = [];
        RecipeRun.Distill(Read(folder, "training.output_dir=first"), new RunHost());
        RecipeRun.Distill(Read(folder, "training.output_dir=second", "teacher.engine=auto"), new RunHost { Say = said.Add });
        Assert.Contains("$.teacher: torch computes the teacher: the distillation compares what is inside it.", said);
        Assert.Equal(
            File.ReadAllBytes(folder["first", "student", "model.safetensors"]),
            File.ReadAllBytes(folder["second", "student", "model.safetensors"]));
    }

    [Theory]
    [InlineData("teacher.engine=onnx", "compares what is inside the teacher: use torch or auto")]
    [InlineData("teacher.engine=onxx", "use torch, onnx, onnx-int8 or auto")]
    public void Engine_that_cannot_work_is_refused(string setting, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(Read(folder, setting), new RunHost())).Message;
        Assert.Contains("$.teacher.engine", message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.05, 0.98, true)]
    [InlineData(0.06, 1, false)]
    [InlineData(0.01, 0.97, false)]
    [InlineData(double.NaN, 1, false)]
    public void Bound_is_on_logits_and_on_labels(double difference, double same, bool expected) =>
        Assert.Equal(expected, new EngineAgreement(difference, same).Holds);

    [Fact]
    public void Teacher_that_another_engine_computes_otherwise_stays_in_torch()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        using RunContext context = new(Read(folder), new RunHost());
        TaskContext task = context.Tasks[0];
        // Logits of nothing: no difference is a small share of them.
        using (no_grad()) foreach (var parameter in task.FirstModel!.parameters()) parameter.zero_();
        List<string> said = [];
        TeacherEngine choice = new("$.teacher", looksInside: false, task.Task, task.Kind.Outputs, said.Add);
        (string engine, ITextModel chosen) = choice.Choose("onnx-int8", task.Teacher!, task.Labelled);
        Assert.Equal(("torch", task.Teacher), (engine, chosen));
        Assert.Equal("$.teacher: torch computes the teacher: ONNX Runtime does not agree with it.", said[^1]);
    }

    [Theory]
    [InlineData("classification")]
    [InlineData("tagging")]
    [InlineData("multiple_choice")]
    [InlineData("masked_lm")]
    public void Text_in_int8_gets_in_a_batch_what_it_gets_alone(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        using RunContext context = new(Read(folder), new RunHost());
        TaskContext task = context.Tasks[0];
        EncoderTextModel source = (EncoderTextModel)TeacherFile.Load(context.Recipe.Teacher!, task.Kind);
        using EngineTextModel model = new(source, task.Kind.Outputs, isInt8: true);
        using var scope = NewDisposeScope();
        using TextBatch together = task.Task.Collate(task.Labelled);
        Tensor logits = model.Logits(together)[0];
        for (int i = 0; i < task.Labelled.Count; i++)
        {
            using TextBatch alone = task.Task.Collate([task.Labelled[i]]);
            Tensor own = model.Logits(alone)[0][0], beside = logits[i];
            Assert.True(beside.narrow(0, 0, own.shape[0]).equal(own).all().item<bool>());
        }
    }

    [Fact]
    public void Exported_file_goes_with_the_teacher()
    {
        string[] before = Exports();
        using TemporaryFolder folder = SmallRecipe.Folder();
        using (new RunContext(Read(folder, NoMatches, "teacher.engine=onnx"), new RunHost())) Assert.True(Exports().Length > before.Length);
        Assert.Equal(before, Exports());

        static string[] Exports() =>
            [.. Directory.GetDirectories(Path.GetTempPath(), "textbrewer teacher *").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Threads_of_a_recipe_hold_for_the_run_alone()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        int before = get_num_threads();
        using (new RunContext(Read(folder, "training.threads=1"), new RunHost())) Assert.Equal(1, get_num_threads());
        Assert.Equal(before, get_num_threads());
        Assert.Contains(
            "$.training.threads",
            Assert.Throws<ConfigurationException>(() => Read(folder, "training.threads=0")).Message,
            StringComparison.Ordinal);
    }

    private static Recipe Read(TemporaryFolder folder, params string[] settings) => RecipeFile.Read(folder["recipe.json"], settings);
}
