using System.Text.Json;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>What is found before a run, and that looking leaves nothing behind.</summary>
public sealed class RecipeCheckTests
{
    // As many of both labels, none in the dev set, and enough to learn from: a recipe that nothing is to be said about.
    private static readonly string[] Good =
    [
        "student.initialize=every_kth", "data.dev.path=dev.tsv", "distillation.temperature=1", "training.learning_rate=1e-4",
    ];

    [Fact]
    public void Recipe_in_order_is_described_and_nothing_is_found()
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = Check(folder);
        Assert.Empty(result.Findings);
        Assert.True(result.IsSound);
        CheckedTexts texts = Assert.Single(result.Texts);
        Assert.Equal((40, 20, 0), (texts.Train, texts.Dev, texts.Extra));
        CheckedMatch match = Assert.Single(result.Matches);
        Assert.Equal(("hidden", "hidden_mse", 3, 1), (match.Feature, match.Loss, match.TeacherLayers[0], match.StudentLayers[0]));
        Assert.Equal(match.TeacherWidth, match.StudentWidth);
        Assert.All(result.Losses, loss => Assert.NotNull(loss.Value));
        Assert.True(result.Need!.DiskBytes > 0 && result.Need.MemoryBytes > 0);
        Assert.True(result.Duration!.Seconds > 0 && result.Duration.Error > 0);
        Assert.Equal(40, result.Duration.Steps);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("findings").ValueKind);
    }

    [Fact]
    public void Teacher_that_is_timed_as_onnx_needs_room_for_its_file()
    {
        using TemporaryFolder folder = Folder();
        CheckedNeed without = Check(folder, "export.onnx=false").Need!, with = Check(folder, "export.onnx=true").Need!;
        using LoadedModel teacher = new(folder["teacher"]);
        Assert.Equal(ModelSize.Bytes(teacher.Network!), with.DiskBytes - without.DiskBytes);
        Assert.True(with.MemoryBytes >= without.MemoryBytes);
    }

    [Fact]
    public void Export_is_reckoned_with_the_teachers_file_and_its_time_as_onnx_included()
    {
        // 200 texts of 10 tokens: the student takes 1 ms a token in batches and 20 ms a text alone, the teacher twice as long.
        EvaluationCost torch = new(2000, 200, 0.001, 0.02, 0.002, 0.04, new RecipeExport { Int8 = false });
        // 2 and 4 seconds in batches, 2 and 4 for a hundred texts alone.
        Assert.Equal(12, torch.AtEnd(1), 1e-9);

        // As ONNX both take half of the time; a second for a million bytes of a file.
        EvaluationCost onnx = torch with { Export = new(1e-6, 0.5), Bytes = (1_000_000, 4_000_000) };
        // The student once more in torch and once as ONNX, a hundred texts of either alone, and both files.
        Assert.Equal(12 + 2 + 1 + 1 + 2 + 1 + 4, onnx.AtEnd(1), 1e-9);

        // One of int8, where every text stands alone, at 15 % of torch's time.
        EvaluationCost int8 = onnx with { Settings = new RecipeExport { Int8 = true } };
        Assert.Equal(onnx.AtEnd(1) + 1 + (300 * 0.02 * 0.15), int8.AtEnd(1), 1e-9);
    }

    [Theory]
    [InlineData("$.training.learning_rate", "so high that training may diverge", "training.learning_rate=0.1")]
    [InlineData("$.training.learning_rate", "so low that little is learned", "training.learning_rate=1e-9")]
    [InlineData("$.distillation.temperature", "16 times smaller", "distillation.temperature=4")]
    [InlineData("$.distillation.temperature", "zeros and ones", "distillation.temperature=0.05")]
    [InlineData("$.student", "starts at random", "student.initialize=random")]
    [InlineData("$.student", "has 6 layers and its teacher 3", "student.config.num_hidden_layers=6", "student.initialize=random")]
    [InlineData("$.data.dev", "There is no dev set", "data.dev=null")]
    [InlineData("$.data.dev", "40 of 40 different dev texts (100 %) are trained on too", "data.dev.path=train.tsv")]
    [InlineData("$.data.train", "All training examples have the label 'LABEL_1'", "data.train.path=one.tsv")]
    [InlineData("$.data.train", "'LABEL_1' has 40 examples and 'LABEL_0' 1", "data.train.path=rare.tsv")]
    [InlineData("$.tokenizer", "are unknown to the vocabulary", "data.train.path=foreign.tsv")]
    [InlineData("$.tokenizer.max_length", "of the texts are longer than 6 tokens", "tokenizer.max_length=6")]
    [InlineData("$.teacher", "there is nothing to learn from it", "data.dev.path=wrong.tsv")]
    public void Unwise_recipe_is_warned_of_and_can_run(string where, string says, params string[] settings)
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = Check(folder, settings);
        CheckFinding finding = Assert.Single(result.Findings, finding => finding.What.Contains(says, StringComparison.Ordinal));
        Assert.Equal((where, CheckSeverity.Warning), (finding.Where, finding.Severity));
        Assert.False(string.IsNullOrEmpty(finding.Cure));
        Assert.True(result.IsSound);
    }

    [Theory]
    [InlineData("[\"ce\", true]")]
    [InlineData("kl")]
    [InlineData("dist")]
    public void Temperature_is_made_up_for_by_a_loss_with_its_square(string loss)
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = Check(folder, "distillation.temperature=4", $"distillation.kd_loss_type={loss}");
        Assert.DoesNotContain(result.Findings, finding => finding.Where == "$.distillation.temperature");
    }

    [Theory]
    [InlineData("There is no '", "data.train.path=nowhere.tsv")]
    [InlineData("no column 'text'", "data.train.text=text")]
    [InlineData("the label 'awful'", "data.train.path=awful.tsv")]
    [InlineData("layer 99 of the teacher's", "distillation.intermediate_matches.0.layer_T=99")]
    [InlineData("\"proj\"", "student.config.hidden_size=8", "student.config.num_attention_heads=2", "student.initialize=random")]
    [InlineData("positions", "tokenizer.max_length=100000")]
    public void Recipe_that_cannot_work_is_an_error_and_is_not_thrown(string says, params string[] settings)
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = Check(folder, settings);
        Assert.False(result.IsSound);
        Assert.Contains(result.Findings, f => f.Severity == CheckSeverity.Error && f.What.Contains(says, StringComparison.Ordinal));
        Assert.Null(result.Duration);
    }

    [Fact]
    public void All_that_is_missing_is_named_at_once()
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = Check(folder, "data.train.path=a.tsv", "data.dev.path=b.tsv", "teacher.model=c");
        Assert.Equal(["$.data.train", "$.data.dev", "$.teacher"], result.Findings.Select(finding => finding.Where));
    }

    [Fact]
    public void Loss_that_is_not_finite_is_an_error()
    {
        using TemporaryFolder folder = Folder();
        CheckResult result = Check(folder, "distillation.temperature=1e-300");
        Assert.Contains(
            result.Findings,
            finding => finding.Severity == CheckSeverity.Error && finding.What.Contains("before the first step", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_leaves_nothing_behind()
    {
        using TemporaryFolder folder = Folder();
        string[] before = Files(folder.Path), temporary = Directory.GetDirectories(Path.GetTempPath(), "textbrewer check *");
        CheckResult result = Check(folder, "teacher_store=outputs", "training.num_steps=60");
        Assert.NotNull(result.Duration);
        Assert.Equal(before, Files(folder.Path));
        Assert.Equal(temporary, Directory.GetDirectories(Path.GetTempPath(), "textbrewer check *"));
    }

    [Fact]
    public void Run_after_a_check_ends_with_the_same_bytes()
    {
        using TemporaryFolder folder = Folder();
        string[] settings = ["student.initialize=random", "student.config.hidden_dropout_prob=0.1"];
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=without"]), new RunHost());
        CheckResult? seen = null;
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=with"]), new RunHost { Checked = result => seen = result });
        Assert.NotNull(seen);
        Assert.Null(seen.Duration); // that is not done in seconds
        RecipeRun.Check(Read(folder, settings), new RunHost());
        RecipeRun.Distill(Read(folder, [.. settings, "training.output_dir=after"]), new RunHost());
        Assert.Equal(RunBytes.Of(folder["without"]), RunBytes.Of(folder["with"]));
        Assert.Equal(RunBytes.Of(folder["without"]), RunBytes.Of(folder["after"]));
    }

    [Fact]
    public void Run_whose_check_is_refused_writes_nothing()
    {
        using TemporaryFolder folder = Folder();
        RunHost host = new() { Checked = _ => throw new InvalidOperationException("no") };
        Assert.Throws<InvalidOperationException>(() => RecipeRun.Distill(Read(folder), host));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_checked(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        CheckResult result = RecipeRun.Check(RecipeFile.Read(folder["recipe.json"], ["training.num_epochs=5"]), new RunHost());
        Assert.True(result.IsSound, string.Join('\n', result.Findings));
        Assert.NotEmpty(result.Matches);
        Assert.NotNull(result.Duration);
    }

    public static TheoryData<string> Kinds => [.. SmallRecipe.Kinds];

    private static CheckResult Check(TemporaryFolder folder, params string[] settings) =>
        RecipeRun.Check(Read(folder, settings), new RunHost());

    private static Recipe Read(TemporaryFolder folder, params string[] settings) =>
        RecipeFile.Read(folder["recipe.json"], [.. Good, .. settings]);

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Texts whose labels are the teacher's own.</summary>
    private static TemporaryFolder Folder()
    {
        TemporaryFolder folder = SmallRecipe.Folder();
        string[] texts = [.. Enumerable.Range(1, 7).SelectMany(length => Enumerable.Range(0, 1 << length)
            .Select(bits => string.Join(' ', Enumerable.Range(0, length).Select(i => (bits >> i & 1) == 0 ? "good" : "bad"))))];
        File.WriteAllLines(folder["all.tsv"], ["sentence\tlabel", .. texts.Select(text => $"{text}\tLABEL_0")]);
        using Evaluating.LoadedModel teacher = new(folder["teacher"]);
        IReadOnlyList<string> labels = teacher.Decide(teacher.Read(new RecipeTable { Path = folder["all.tsv"] }));
        (string Text, string Label)[] known = [.. texts.Zip(labels)];
        (string Text, string Label)[] dev =
        [
            .. known.Where(one => one.Label == "LABEL_1").Take(10),
            .. known.Where(one => one.Label == "LABEL_2").Take(10),
        ];
        string[] train = [.. texts.Except(dev.Select(one => one.Text))];
        Write("dev.tsv", dev);
        Write("wrong.tsv", dev.Select(one => (one.Text, one.Label == "LABEL_1" ? "LABEL_2" : "LABEL_1")));
        Write("train.tsv", train.Take(40).Select((text, i) => (text, $"LABEL_{i % 3}")));
        Write("one.tsv", train.Take(40).Select(text => (text, "LABEL_1")));
        Write("rare.tsv", train.Take(42).Select((text, i) => (text, i < 2 ? $"LABEL_{2 * i}" : "LABEL_1")));
        Write("foreign.tsv", train.Take(40).Select((text, i) => ($"{text} gut schlecht ja", $"LABEL_{i % 3}")));
        Write("awful.tsv", train.Take(40).Select((text, i) => (text, i == 7 ? "awful" : "LABEL_1")));
        return folder;

        void Write(string name, IEnumerable<(string Text, string Label)> rows) =>
            File.WriteAllLines(folder[name], ["sentence\tlabel", .. rows.Select(row => $"{row.Text}\t{row.Label}")]);
    }
}
