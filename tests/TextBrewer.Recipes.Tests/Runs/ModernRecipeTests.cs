using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>A teacher of each of the newer families and a student of its shape, distilled, exported, read again.</summary>
public sealed class ModernRecipeTests
{
    [Theory]
    [InlineData("xlm-roberta-sequence", "every_kth")]
    [InlineData("albert-sequence", "auto")]
    [InlineData("deberta-v3-sequence", "last")]
    [InlineData("modernbert-sequence", "first")]
    public void Teacher_distils_into_a_student_of_its_family(string model, string initialize)
    {
        using TemporaryFolder folder = Folder(model);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], [
            "training.num_steps=3",
            $"student.initialize={initialize}",
            "distillation.intermediate_matches=evenly:hidden_mse+evenly:mmd",
            "export={}",
        ]);
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal("completed", result.Status);
        using LoadedModel student = new(folder["run", "student"], tokenizer: recipe.Tokenizer);
        Assert.Equal(EncoderConfig.FromFile(folder["teacher", "config.json"]).ModelType, student.Config.ModelType);
        Assert.Equal(result.Student!.Dev!.First, student.Evaluate(student.Read(recipe.Data!.Dev!.First)).Metrics);
        Assert.All(
            (string[])["model.onnx", "model_int8.onnx"],
            file => Assert.True(File.Exists(folder["run", "student", "onnx", file]), file));
        Assert.Equal(result.Student.Dev.First, result.StudentOnnxFp32!.Dev!.First);
    }

    [Theory]
    [InlineData("xlm-roberta-sequence")]
    [InlineData("albert-sequence")]
    [InlineData("deberta-v3-sequence")]
    [InlineData("modernbert-sequence")]
    public void Student_is_trained_in_bfloat16_and_with_layers_computed_anew(string model)
    {
        using TemporaryFolder folder = Folder(model);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], [
            "training.num_steps=3",
            "training.precision=bf16",
            "training.gradient_checkpointing=true",
            "student.initialize=random",
            "distillation.intermediate_matches=evenly:hidden_mse+evenly:attention_mse",
        ]);
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal(("completed", 3), (result.Status, result.Steps));
        Assert.True(result.SkippedSteps is null or 0);
    }

    [Theory]
    [InlineData("xlm-roberta-sequence")]
    [InlineData("deberta-v3-sequence")]
    [InlineData("modernbert-sequence")]
    public void Teacher_distils_into_a_student_of_berts_shape_with_pieces_of_its_own(string model)
    {
        using TemporaryFolder folder = Folder(model);
        Recipe recipe = RecipeFile.Read(folder["recipe.json"],
        [
            "training.num_steps=3",
            """student={"config":{"model_type":"bert","num_hidden_layers":2},"vocabulary":{"learn":100}}""",
            "distillation.intermediate_matches=evenly:hidden_mse+evenly:mmd",
        ]);
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal("completed", result.Status);
        using LoadedModel student = new(folder["run", "student"]);
        Assert.Equal(("bert", student.Task.Settings.Tokenizer.Tokens.Count), (student.Config.ModelType, student.Config.VocabSize));
        Assert.Equal(result.Student!.Dev!.First, student.Evaluate(student.Read(recipe.Data!.Dev!.First)).Metrics);
    }

    [Fact]
    public void Layers_that_share_their_weights_are_not_begun_with_by_name()
    {
        using TemporaryFolder folder = Folder("albert-sequence");
        string message = Assert.ThrowsAny<Exception>(
            () => RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], ["training.num_steps=1"]), new RunHost())).Message;
        Assert.Contains("The layers of ALBERT share their weights", message, StringComparison.Ordinal);
    }

    private static TemporaryFolder Folder(string model)
    {
        TemporaryFolder folder = SmallRecipe.Folder();
        foreach (string file in (string[])["config.json", "model.safetensors"])
            File.Copy(Golden.Path($"modern/models/{model}/{file}"), folder["teacher", file], overwrite: true);
        List<string> words = ["[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"];
        words.Insert(EncoderConfig.FromFile(folder["teacher", "config.json"]).PadTokenId!.Value, "[PAD]");
        File.WriteAllLines(folder["teacher", "vocab.txt"], words);
        return folder;
    }
}
