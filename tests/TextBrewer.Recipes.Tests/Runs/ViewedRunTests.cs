using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;
using TorchSharp;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Students that read by other tokenizers than their teachers.</summary>
public sealed class ViewedRunTests
{
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "g", "##ood", "ba", "##d"];

    // Layers of every kind, by losses that are 0 between equals.
    private const string Everything = """
        distillation={"kd_loss_type":"mse","temperature":1,"hard_label_weight":0,"intermediate_matches":[
          {"layer_T":0,"layer_S":0,"feature":"hidden","loss":"hidden_mse"}, {"layer_T":3,"layer_S":3,"feature":"hidden","loss":"cos"},
          {"layer_T":[1,2],"layer_S":[1,2],"feature":"hidden","loss":"mmd"},
          {"layer_T":2,"layer_S":2,"feature":"attention","loss":"attention_mse"},
          {"layer_T":1,"layer_S":1,"feature":"attention_scores","loss":"attention_mse"},
          {"layer_T":0,"layer_S":0,"feature":"query","loss":"hidden_mse"}, {"layer_T":1,"layer_S":1,"feature":"value","loss":"hidden_mse"}]}
        """;

    [Theory]
    [InlineData("classification")]
    [InlineData("multi_label")]
    [InlineData("regression")]
    [InlineData("tagging")]
    [InlineData("tagging", "labelled")]
    [InlineData("qa")]
    [InlineData("multiple_choice")]
    public void Perfect_student_whose_words_have_other_numbers_has_no_loss(string kind, string tokens = "all")
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        File.WriteAllLines(folder["teacher", "vocab.txt"], Vocabulary);
        Renumber(folder, 5, 6, 8);
        string tagged = kind == "tagging" ? $"distillation.kd_tokens={tokens}" : "distillation.kd_loss_weight=1";
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], [Everything, "student={\"model\":\"other\"}", tagged]);
        Assert.All(Losses(recipe), loss => Assert.InRange(loss.Value!.Value, -2e-7, 2e-7));

        // The same weights under the old numbers are another model.
        using (LoadedModel same = new(folder["teacher"], kind))
            PretrainedFolder.Save(same.Network!, folder["other"]);
        Assert.Contains(Losses(recipe), loss => loss.Value > 1e-4);
    }

    [Theory]
    [InlineData("classification")]
    [InlineData("tagging")]
    [InlineData("qa")]
    [InlineData("multiple_choice")]
    public void Student_that_cuts_words_otherwise_is_trained_saved_and_exported_with_its_own_vocabulary(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        Directory.CreateDirectory(folder["pieces"]);
        File.WriteAllLines(folder["pieces", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "g", "##o", "##d", "b", "##a"]);
        Recipe recipe = RecipeFile.Read(
            folder["recipe.json"],
            ["student.tokenizer=pieces", "tokenizer.max_length=20", "teacher_store=outputs", "training.num_epochs=2"]);
        RunResult result = RecipeRun.Distill(recipe, new RunHost());
        Assert.Equal("completed", result.Status);
        using LoadedModel student = new(folder["run", "student"]), exported = new(folder["run", "student", "onnx"]);
        using LoadedModel teacher = new(folder["teacher"], kind);
        Assert.Equal((10, 10), (student.Config.VocabSize, student.Task.Settings.Tokenizer.Tokens.Count));
        Assert.InRange(result.Parity!["student_onnx_fp32"].LargestDifference, 0, 1e-5);
        RecipeTable dev = recipe.Data!.Dev!.First;
        Assert.Equal(result.StudentOnnxFp32!.Dev!.First, exported.Evaluate(exported.Read(dev)).Metrics);
        Assert.Equal(result.Teacher!.Dev!.First, teacher.Evaluate(teacher.Read(dev)).Metrics);

        // What the teacher said is stored at the student's positions: it is found again, for this vocabulary alone.
        Assert.Equal(0, RecipeRun.Label(recipe, new RunHost()).Asked);
    }

    [Fact]
    public void Teachers_of_several_vocabularies_teach_together()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        File.WriteAllLines(folder["teacher", "vocab.txt"], Vocabulary);
        Renumber(folder, 5, 6, 8);
        string[] settings =
        [
            Everything,
            "teachers=[{\"model\":\"teacher\"},{\"model\":\"other\",\"weight\":2}]",
            "teacher=null",
            "student={\"model\":\"teacher\"}",
        ];
        Assert.All(
            Losses(RecipeFile.Read(folder["recipe.json"], settings)),
            loss => Assert.InRange(loss.Value!.Value, -2e-7, 2e-7));
    }

    [Fact]
    public void Vocabulary_is_learnt_from_the_texts_and_is_the_same_when_the_run_goes_on()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(
            "sentence\tlabel\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"word{i % 7} good{i}\tLABEL_{i % 2}\n")));
        string[] settings = ["student.vocabulary.learn=100", "training.num_steps=6", "training.ckpt_steps=2"];
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], settings);
        using CancellationTokenSource stop = new();
        Stopper.Stopped(() => RecipeRun.Distill(recipe, new Stopper("step 3 of distilling", stop).Host, stop.Token));
        RunResult resumed = RecipeRun.Resume(folder["run"], new RunHost());
        Assert.Equal(("completed", 6), (resumed.Status, resumed.Steps));
        using LoadedModel student = new(folder["run", "student"]);
        Assert.Contains("word", student.Task.Settings.Tokenizer.Tokens);
        Assert.DoesNotContain("good39", student.Task.Settings.Tokenizer.Tokens); // it stands there once, and there was room for it
        Assert.Equal(student.Config.VocabSize, student.Task.Settings.Tokenizer.Tokens.Count);
    }

    [Fact]
    public void Vocabulary_knows_nothing_of_the_examples_that_a_split_keeps_apart()
    {
        using TemporaryFolder folder = SmallRecipe.Folder(
            "sentence\tlabel\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{(char)('\u4E00' + i)}\tLABEL_{i % 2}\n")));
        string[] settings = ["student.vocabulary.learn=500", "training.num_steps=1", "data.dev=null", "data.dev_share=0.25"];
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], settings), new RunHost());
        using LoadedModel student = new(folder["run", "student"]);
        Assert.Equal(90, student.Task.Settings.Tokenizer.Tokens.Count(token => token[0] >= '\u4E00'));
    }

    [Fact]
    public void Embeddings_of_a_student_that_begins_with_its_teachers_layers_are_its_words_means()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllLines(folder["teacher", "vocab.txt"], Vocabulary);
        Directory.CreateDirectory(folder["pieces"]);
        File.WriteAllLines(folder["pieces", "vocab.txt"], ["[UNK]", "[PAD]", "[CLS]", "[SEP]", "[MASK]", "goodba", "bad"]);
        RecipeRun.Distill(
            RecipeFile.Read(folder["recipe.json"], ["student.tokenizer=pieces", "training.learning_rate=1e-12"]),
            new RunHost());
        using LoadedModel student = new(folder["run", "student"]), teacher = new(folder["teacher"], "classification");
        float[][] own = Rows(student), its = Rows(teacher);
        Assert.Equal(its[6], own[6], Near);
        Assert.Equal(its[1], own[0], Near);
        Assert.Equal(its[0], own[1], Near);
        // "goodba" is no word of the teacher's, and is cut nowhere: unknown as a whole, it begins anywhere.
        Assert.NotEqual(its[5], own[5], Near);

        static bool Near(float one, float other) => Math.Abs(one - other) < 1e-6;

        static float[][] Rows(LoadedModel model) => [.. Enumerable.Range(0, 7)
            .Select(row => model.Network!.state_dict()["bert.embeddings.word_embeddings.weight"][row].data<float>().ToArray())];
    }

    [Fact]
    public void Onnx_teacher_reads_by_the_tokenizer_that_is_named_for_it()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification");
        using (LoadedModel teacher = new(folder["teacher"]))
            OnnxFolder.Write(teacher, folder["teacher"], folder["exported"], new RecipeExport { Int8 = false });
        Directory.CreateDirectory(folder["pieces"]);
        File.WriteAllLines(folder["pieces", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "g", "##o", "##d", "b", "##a"]);
        RecipeRun.Distill(RecipeFile.Read(folder["recipe.json"], ["student.tokenizer=pieces", "export.onnx=false"]), new RunHost());
        Directory.Move(folder["run", "student"], folder["student"]);
        double[] losses = [.. new[] { "teacher", "{\"model\":\"exported/onnx/model.onnx\",\"tokenizer\":\"teacher\"}" }.Select(
            teacher => Losses(RecipeFile.Read(
                folder["recipe.json"],
                [
                    $"teacher={teacher}",
                    "labels=[\"LABEL_0\",\"LABEL_1\",\"LABEL_2\"]",
                    """student={"model":"student"}""",
                    """distillation={"temperature":1}""",
                ])).First(loss => loss.Term.Contains("kd", StringComparison.Ordinal)).Value!.Value)];
        Assert.Equal(losses[0], losses[1], 1e-5);
    }

    [Fact]
    public void Model_that_is_trained_further_keeps_its_vocabulary()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("classification");
        Directory.CreateDirectory(folder["pieces"]);
        File.WriteAllLines(folder["pieces", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bad", "good"]);
        File.WriteAllText(folder["train.json"], """
            { "data": { "train": { "path": "train.tsv" } }, "model": { "model": "teacher" }, "training": { "output_dir": "run" } }
            """);
        foreach (string other in (string[])["model.tokenizer=pieces", "tokenizer.vocabulary=pieces"])
        {
            Recipe recipe = RecipeFile.Read(folder["train.json"], [other]);
            string message = Assert.Throws<ConfigurationException>(() => RecipeRun.Train(recipe, new RunHost())).Message;
            Assert.Contains("entry 5", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("masked_lm", "student.tokenizer=pieces", "masked_lm")]
    [InlineData("classification", "data.augment=[{\"by\":\"mask\",\"copies\":1}]", "data.augment")]
    [InlineData("classification", "student.vocabulary.learn=200", "both tokenizer and vocabulary")]
    [InlineData("classification", "student.model=teacher", "exactly one of")]
    [InlineData("classification", "student.tokenizer=nowhere", "nowhere")]
    public void What_needs_one_vocabulary_is_refused(string kind, string setting, string sentence)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        Directory.CreateDirectory(folder["pieces"]);
        File.WriteAllLines(folder["pieces", "vocab.txt"], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "g", "##o", "##d", "b", "##a"]);
        Exception error = Assert.ThrowsAny<Exception>(() => RecipeRun.Distill(
            RecipeFile.Read(folder["recipe.json"], ["student.tokenizer=pieces", setting]),
            new RunHost()));
        Assert.True(error is ConfigurationException or FileNotFoundException, error.ToString());
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<CheckedLoss> Losses(Recipe recipe)
    {
        CheckResult result = RecipeCheck.Run(recipe, new RunHost(), CancellationToken.None);
        Assert.Equal("", string.Join("; ", result.Findings.Where(finding => finding.Severity == CheckSeverity.Error)));
        return [.. result.Losses.Where(loss => loss.Weight > 0)];
    }

    /// <summary>Writes the teacher as <c>other</c>, two of its words under each other's numbers.</summary>
    private static void Renumber(TemporaryFolder folder, params int[] cycle)
    {
        string[] words = [.. Vocabulary];
        using LoadedModel teacher = new(folder["teacher"]);
        using (torch.no_grad())
        {
            torch.Tensor table = teacher.Network!.state_dict()["bert.embeddings.word_embeddings.weight"];
            using torch.Tensor before = table.clone();
            for (int i = 0; i < cycle.Length; i++)
            {
                (int from, int to) = (cycle[i], cycle[(i + 1) % cycle.Length]);
                words[to] = Vocabulary[from];
                table[to].copy_(before[from]);
            }
        }
        PretrainedFolder.Save(teacher.Network!, folder["other"]);
        File.WriteAllLines(folder["other", "vocab.txt"], words);
    }
}
