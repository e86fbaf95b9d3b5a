using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Runs of students that are narrower than their teacher and begin with a part of it.</summary>
public sealed class NarrowedRunTests
{
    private static readonly string[] Narrow = ["student.config.hidden_size=16", "student.initialize=first", "distillation={}"];

    [Theory]
    [InlineData]
    [InlineData("student.vocabulary.learn=100")] // the teacher cannot read the student's texts
    [InlineData("student.config.num_attention_heads=2")]
    [InlineData("student.config.num_attention_heads=8")] // more than the teacher has
    [InlineData("student.config.intermediate_size=7", "student.config.num_hidden_layers=1")]
    public void Student_that_is_narrower_is_cut_said_once_and_learns(params string[] further)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        List<string> said = [];
        string[] settings = [.. Narrow, .. further, "training.num_steps=3", "export.onnx=false"];
        RunHost host = new() { Say = said.Add };
        Assert.Equal("completed", RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], settings), host).Status);
        Assert.Single(said, sentence => sentence.StartsWith("The student is smaller than its teacher: of ", StringComparison.Ordinal));
        Assert.DoesNotContain(said, sentence => sentence.Contains("start at random", StringComparison.Ordinal));
    }

    [Fact]
    public void What_training_texts_say_decides_how_it_starts()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        byte[] start = Start(folder, "one"), again = Start(folder, "two");
        File.AppendAllLines(folder["train.tsv"], ["film film film good\tLABEL_1", "bad bad the film\tLABEL_0"]);
        Assert.Equal(start, again);
        Assert.NotEqual(start, Start(folder, "three"));
    }

    /// <summary>The student's weights after a step that changes nothing.</summary>
    private static byte[] Start(TemporaryFolder folder, string output)
    {
        string[] settings =
        [
            .. Narrow, $"training.output_dir={output}", "training.num_steps=1", "training.learning_rate=1e-30", "training.weight_decay=0",
            "training.optimizer=sgd", "export.onnx=false",
        ];
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], settings), new RunHost());
        return File.ReadAllBytes(folder[output, "student", "model.safetensors"]);
    }
}
