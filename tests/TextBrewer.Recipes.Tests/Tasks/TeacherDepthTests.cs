using TextBrewer.Adaptors;
using TextBrewer.Data;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Reports.Results;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>A teacher computes what its students read: what lies behind that may be anything.</summary>
public sealed class TeacherDepthTests
{
    private const string FirstLayer =
        """distillation.intermediate_matches=[{"layer_T":1,"layer_S":1,"feature":"hidden","loss":"hidden_mse"}]""";

    [Theory]
    [InlineData("classification")]
    [InlineData("tagging")]
    [InlineData("qa")]
    [InlineData("multiple_choice")]
    public void Without_logits_nothing_behind_the_last_matched_layer_reaches_the_student(string kind)
    {
        string[] settings = ["distillation.kd_loss_weight=0", "distillation.hard_label_weight=0", FirstLayer];
        using TemporaryFolder whole = SmallRecipe.FolderOf(kind), broken = SmallRecipe.FolderOf(kind);
        Spoil(broken["teacher"], kind);
        byte[] expected = Distil(whole, settings);
        Assert.Equal(expected, Distil(broken, settings));
        string[] stored = [.. settings, """teacher_store={"folder":"kept","precision":"exact"}""", "training.output_dir=stored"];
        Layers layers = new();
        Assert.Equal(expected, Distil(broken, stored, "stored", layers.Around));
        Assert.NotEmpty(layers.Hidden);
        Assert.All(layers.Hidden, hidden => Assert.Equal(2, hidden)); // the embeddings and the first layer
    }

    [Fact]
    public void With_logits_the_whole_teacher_is_asked()
    {
        string[] settings = ["distillation.kd_loss_weight=0.5", "distillation.hard_label_weight=0", FirstLayer];
        using TemporaryFolder whole = SmallRecipe.FolderOf("classification"), broken = SmallRecipe.FolderOf("classification");
        Spoil(broken["teacher"], "classification");
        Assert.NotEqual(Distil(whole, settings), Distil(broken, settings));
    }

    [Theory]
    [InlineData("kept")]
    [InlineData(null)]
    public void Without_logits_a_second_teacher_that_is_not_looked_into_is_not_asked(string? store)
    {
        string[] settings =
        [
            "distillation.kd_loss_weight=0",
            "distillation.hard_label_weight=0",
            FirstLayer,
            .. store is null ? (string[])[] : ["teacher_store={\"folder\":\"kept\",\"precision\":\"exact\"}"],
        ];
        using TemporaryFolder one = SmallRecipe.FolderOf("classification"), two = SmallRecipe.FolderOf("classification");
        File.WriteAllText(
            two["recipe.json"],
            File.ReadAllText(two["recipe.json"]).Replace(
                "\"teacher\": { \"model\": \"teacher\" }",
                "\"teachers\": [ { \"model\": \"teacher\" }, { \"model\": \"teacher\", \"engine\": \"onnx\" } ]",
                StringComparison.Ordinal));
        Assert.Equal(Distil(one, settings), Distil(two, settings));
    }

    // The student begins with the teacher's first layer, so what is spoilt must not be that.
    private static void Spoil(string folder, string kind)
    {
        using TaskModel model = kind switch
        {
            "tagging" => PretrainedFolder.Load(folder, config => new TokenClassifier(config)).Model,
            "qa" => PretrainedFolder.Load(folder, config => new QuestionAnswerer(config)).Model,
            "multiple_choice" => PretrainedFolder.Load(folder, config => new MultipleChoice(config)).Model,
            _ => PretrainedFolder.Load(folder, config => new SequenceClassifier(config)).Model,
        };
        string last = $".layer.{model.Config.NumHiddenLayers - 1}.";
        using (no_grad())
            foreach ((string name, TorchSharp.Modules.Parameter parameter) in model.named_parameters())
                if (name.Contains(last, StringComparison.Ordinal)) parameter.fill_(3e38); // NaN in a file is refused
        PretrainedFolder.Save(model, folder);
    }

    private static byte[] Distil(
        TemporaryFolder folder,
        string[] settings,
        string run = "run",
        Func<ITeacher<TextBatch>, ITeacher<TextBatch>>? around = null)
    {
        RunResult result = RecipeRun.Distill(
            RecipeFile.Read(folder["recipe.json"], ["student.initialize=[0]", "export.onnx=false", .. settings]),
            new RunHost { Around = around ?? (teacher => teacher) });
        Assert.Equal("completed", result.Status);
        return File.ReadAllBytes(folder[run, "student", "model.safetensors"]);
    }

    /// <summary>Notes how many hidden states a teacher gives.</summary>
    private sealed class Layers
    {
        internal List<int> Hidden { get; } = [];

        internal ITeacher<TextBatch> Around(ITeacher<TextBatch> teacher) => new Noted(this, teacher);

        private sealed class Noted(Layers layers, ITeacher<TextBatch> teacher) : ITeacher<TextBatch>
        {
            public Signals Teach(Batch<TextBatch> batch)
            {
                Signals signals = teacher.Teach(batch);
                layers.Hidden.Add(signals.Hidden!.Count);
                return signals;
            }
        }
    }
}
