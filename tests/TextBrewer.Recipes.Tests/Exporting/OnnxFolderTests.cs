using System.Text.Json.Nodes;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Tests.Exporting;

/// <summary>What stands in a folder that is exported into, and what of it is the person's own.</summary>
public sealed class OnnxFolderTests
{
    [Fact]
    public void Export_into_the_models_own_folder_leaves_weights_configuration_and_card_as_they_are()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] own = ["model.safetensors", "config.json", "README.md"];
        File.WriteAllText(folder["teacher", "README.md"], "# mine");
        byte[][] before = [.. own.Select(file => File.ReadAllBytes(folder["teacher", file]))];
        OnnxFolder.Write(Settings(folder["teacher"], null));
        Assert.Equal(before, own.Select(file => File.ReadAllBytes(folder["teacher", file])));
        Assert.True(File.Exists(folder["teacher", "onnx", ModelFiles.OnnxInt8]) && File.Exists(folder["teacher", "tokenizer.json"]));
        using (LoadedModel weights = new(folder["teacher"])) Assert.NotNull(weights.Network);
        using (LoadedModel onnx = new(folder["teacher", "onnx"])) Assert.Null(onnx.Network);
        using (LoadedModel int8 = new(folder["teacher"], int8: true)) Assert.Null(int8.Network);
        // Named by its onnx it is an ONNX file, which nothing is exported from.
        Assert.Contains(
            "export starts from",
            Assert.ThrowsAny<Exception>(() => OnnxFolder.Write(Settings(folder["teacher", "onnx"], folder["other"]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Export_elsewhere_takes_all_but_the_weights_and_removes_what_an_earlier_version_left_at_the_top()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(folder["out", "model.onnx"], "another program's");
        OnnxFolder.Write(Settings(folder["teacher"], folder["out"]));
        Assert.True(File.Exists(folder["out", "model.onnx"]));
        Assert.False(File.Exists(folder["out", "model.safetensors"]));
        OnnxFolder.Write(Settings(folder["teacher"], folder["out"])); // now the folder is ours
        Assert.False(File.Exists(folder["out", "model.onnx"]));
        string card = File.ReadAllText(folder["out", "README.md"]);
        Assert.Contains("pipeline_tag: text-classification\n", card, StringComparison.Ordinal);
        Assert.Contains("dtype: 'int8'", card, StringComparison.Ordinal);
        Assert.Contains("new(\"teacher\")", card, StringComparison.Ordinal);
        Assert.DoesNotContain("from transformers import", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Exported_configuration_names_labels_and_problem_where_the_source_leaves_them_out()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        JsonObject config = JsonNode.Parse(File.ReadAllText(folder["teacher", "config.json"]))!.AsObject();
        foreach (string key in (string[])["id2label", "label2id", "problem_type"]) config.Remove(key);
        config["num_labels"] = 3; // as files said it before labels had names
        File.WriteAllText(folder["teacher", "config.json"], config.ToJsonString());
        OnnxFolder.Write(Settings(folder["teacher"], folder["out"]));
        JsonNode written = JsonNode.Parse(File.ReadAllText(folder["out", "config.json"]))!;
        Assert.Equal("""{"0":"LABEL_0","1":"LABEL_1","2":"LABEL_2"}""", written["id2label"]!.ToJsonString());
        Assert.Equal("""{"LABEL_0":0,"LABEL_1":1,"LABEL_2":2}""", written["label2id"]!.ToJsonString());
        Assert.Equal("single_label_classification", written["problem_type"]!.GetValue<string>());
    }

    [Fact]
    public void Onnx_files_of_weights_that_were_replaced_are_refused()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], []);
        RecipeRun.Distill(recipe, new RunHost());
        string[] other = ["training.output_dir=other", "training.learning_rate=0.01"];
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], other), new RunHost());
        foreach (string file in (string[])["model.safetensors", "textbrewer.json"])
            File.Copy(folder["other", "student", file], folder["run", "student", file], overwrite: true);
        Assert.Contains(
            "other weights",
            Assert.Throws<InvalidDataException>(() => new LoadedModel(folder["run", "student", "onnx"])).Message,
            StringComparison.Ordinal);
        using LoadedModel weights = new(folder["run", "student"]);
    }

    [Fact]
    public void Card_of_a_run_has_what_was_measured_and_names_no_folder_of_the_machine()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], ["student.initialize=every_kth"]), new RunHost());
        string card = File.ReadAllText(folder["run", "student", "README.md"]);
        Assert.StartsWith(
            "---\nlicense: unknown\nlibrary_name: transformers\nbase_model:\n- \"teacher\"\npipeline_tag: text-classification\n",
            card,
            StringComparison.Ordinal);
        Assert.Contains("\nmetrics:\n- \"accuracy\"\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, card, StringComparison.Ordinal);
        foreach (string part in (string[])["| teacher | teacher, BERT", "| onnx/model_int8.onnx |", "- type: accuracy", "train.tsv",
            "\"seed\"", "from transformers import pipeline", "TextClassifier", "@huggingface/transformers"])
            Assert.Contains(part, card, StringComparison.Ordinal);
        JsonNode config = JsonNode.Parse(File.ReadAllText(folder["run", "student", "tokenizer_config.json"]))!;
        Assert.Equal("""["input_ids","attention_mask","token_type_ids"]""", config["model_input_names"]!.ToJsonString());
    }

    private static ExportSettings Settings(string model, string? output) =>
        new() { Model = new ModelSettings { Folder = model }, Output = output };
}
