using System.Text.Json;
using TextBrewer.Testing;

namespace TextBrewer.Cli.Tests;

/// <summary>What a person meets who tries the program for the first time: first recipes, slips of the pen, a look at mistakes.</summary>
public sealed class FirstHourTests
{
    [Fact]
    public void Init_writes_a_recipe_that_dry_run_takes()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string recipe = folder["first.json"];
        string[] init = ["init", "--data", folder["train.tsv"], "--teacher", folder["teacher"], "--output", recipe];
        (int code, string said, string error) = Run(init);
        Assert.True(code == 0, error);
        Assert.Contains("textbrewer check", said, StringComparison.Ordinal);
        Assert.Equal(0, Run("distill", recipe, "--dry-run", "--set", "training.num_steps=2").Code);
        Assert.False(Directory.Exists(folder["runs"]));
        Assert.Equal(2, Run("distill", recipe, "--dry-run", "--set", "teacher=nowhere").Code);
    }

    // From a table and an encoder to a student, each command as the one before names it.
    [Fact]
    public void Init_without_a_teacher_leads_to_one_and_on_to_its_student()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] labels = ["positiv", "negativ", "neutral", "none"];
        File.WriteAllText(
            folder["a.csv"],
            "Text,Bewertung\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"good bad {i},{labels[i % 4]}\n")));
        string recipe = folder["first.json"], trained = folder["runs", "a-teacher", "model"];
        string[] init = ["init", "--data", folder["a.csv"], "--model", folder["teacher"], "--output", recipe];
        (int code, string said, string error) = Run(init);
        Assert.True(code == 0, error);
        Assert.Contains("then textbrewer train", said, StringComparison.Ordinal);
        Assert.Contains(trained, said, StringComparison.Ordinal);
        Assert.Equal(0, Run("train", recipe, "--set", "training.num_epochs=1").Code);
        init = ["init", "--data", folder["a.csv"], "--teacher", trained, "--output", folder["second.json"]];
        (code, said, error) = Run(init);
        Assert.True(code == 0, error);
        Assert.Contains("then textbrewer distill", said, StringComparison.Ordinal);
        Assert.Equal(0, Run("distill", folder["second.json"], "--dry-run").Code);
    }

    [Theory]
    [InlineData("There is no command 'evalute'. Did you mean 'evaluate'?", "evalute", "model")]
    [InlineData("'--basline'. Did you mean '--baseline'?", "distill", "recipe.json", "--basline")]
    [InlineData("There is no command 'foo'. See", "foo")] // near to none of them
    [InlineData("'--max-length': it takes a number.", "predict", "model", "--max-length", "long")]
    [InlineData("There is no option '--verison'. Did you mean '--version'?", "--verison")]
    public void Slip_of_the_pen_is_told_what_was_meant(string says, params string[] line)
    {
        (int code, _, string error) = Run(line);
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("textbrewer dis", "distill", "train")]
    [InlineData("textbrewer distill recipe.json --ba", "--baseline", "--json")]
    [InlineData("textbrewer presets --expand ", "tinybert", "distill")]
    [InlineData("textbrewer completion ", "zsh", "distill")]
    public void Line_is_completed(string line, string with, string without)
    {
        string[] found = Run("complete", line, "--position", $"{line.Length}").Out.Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains(with, found);
        Assert.DoesNotContain(without, found);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F")]
    [InlineData("zsh", "compdef")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Completion_has_a_script_for_each_shell(string shell, string says) =>
        Assert.Contains(says, Run("completion", shell).Out, StringComparison.Ordinal);

    [Fact]
    public void Evaluate_looks_at_each_label_and_writes_what_the_model_says()
    {
        using TemporaryFolder folder = SmallRecipe.Folder("sentence\tlabel\n好 good\tLABEL_1\nbad\tLABEL_0\ngood bad\tLABEL_1\n");
        string[] evaluate = ["evaluate", folder["teacher"], "--data", folder["train.tsv"]];
        string[] looks = ["--per-class", "--confusion", "--predictions", folder["p.jsonl"], "--json"];
        (int code, string text, string error) = Run([.. evaluate, .. looks]);
        Assert.True(code == 0, error);
        JsonElement result = JsonDocument.Parse(text).RootElement;
        Assert.Equal(2, result.GetProperty("per_class").GetProperty("LABEL_1").GetProperty("support").GetInt64());
        JsonElement row = result.GetProperty("confusion").GetProperty("LABEL_1");
        Assert.Equal(2, row.EnumerateObject().Sum(cell => cell.Value.GetInt64()));
        double recall = result.GetProperty("per_class").GetProperty("LABEL_1").GetProperty("recall").GetDouble();
        Assert.Equal(recall, row.GetProperty("LABEL_1").GetInt64() / 2.0, tolerance: 1e-12);
        string[] lines = File.ReadAllLines(folder["p.jsonl"]);
        Assert.Equal(3, lines.Length);
        Assert.Contains("好 good", lines[0], StringComparison.Ordinal);
        string screen = Run([.. evaluate, "--per-class", "--confusion"]).Out, plain = Run(evaluate).Out;
        Assert.Contains("by columns", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("by columns", plain, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qa", "--per-class", "has no labels")]
    [InlineData("regression", "--confusion", "not one label")]
    [InlineData("multi_label", "--confusion", "not one label")]
    [InlineData("masked_lm", "--predictions", "no examples that a person reads")]
    public void Look_at_labels_that_are_not_there_is_refused(string kind, string option, string says)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string data = Directory.EnumerateFiles(folder.Path, "train.*").Single();
        string[] value = option == "--predictions" ? [folder["p.jsonl"]] : [];
        string[] evaluate = ["evaluate", folder["teacher"], "--data", data, "--max-length", "10", "--stride", "2"];
        (int code, _, string error) = Run([.. evaluate, option, .. value]);
        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("header row", "Quality\tsentence\n1\tgood\n", "set \"header\": true", "--text", "1", "--label", "0")]
    [InlineData("case", "sentence\tlabel\ngood\tlabel_1\n", "--label-names label_1=LABEL_1")]
    public void Label_that_is_unknown_comes_with_its_cure(string what, string data, string says, params string[] options)
    {
        using TemporaryFolder folder = SmallRecipe.Folder(data);
        (int code, _, string error) = Run(["evaluate", folder["teacher"], "--data", folder["train.tsv"], .. options]);
        Assert.True(code == 2 && error.Contains(says, StringComparison.Ordinal), $"{what}: {error}");
    }

    [Fact]
    public void Tag_that_is_unknown_is_named_as_the_file_has_it()
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf("tagging");
        File.WriteAllText(folder["train.conll"], "good\tO\nbad\tI-MISC\n\n");
        Assert.Contains(
            "the label 'I-MISC' is unknown",
            Run("evaluate", folder["teacher"], "--data", folder["train.conll"]).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_of_a_run_names_the_models_in_it()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Directory.CreateDirectory(folder["run"]);
        Directory.Move(folder["teacher"], folder["run", "model"]);
        foreach (string[] line in new string[][] { ["predict", folder["run"], "good"], ["parameters", folder["run"]] })
            Assert.Contains($"'{folder["run", "model"]}': name one", Run(line).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_reads_a_column_and_refuses_what_evaluate_refuses()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["a.csv"], "id;text\n1;\"good; bad\"\n2;bad\n");
        string[] predict = ["predict", folder["teacher"], "--json", "--file"];
        string[] rows = Run([.. predict, folder["a.csv"], "--text", "text", "--delimiter", ";"]).Out.TrimEnd().Split('\n');
        Assert.Equal(["good; bad", "bad"], rows.Select(row => JsonDocument.Parse(row).RootElement.GetProperty("text").GetString()));
        Assert.Single(Run([.. predict, folder["a.csv"], "--text", "text", "--delimiter", ";", "--limit", "1"]).Out.TrimEnd().Split('\n'));

        File.WriteAllBytes(folder["latin.txt"], [(byte)'g', 0xFC, (byte)'t']);
        File.WriteAllText(folder["wide.txt"], "good", System.Text.Encoding.Unicode);
        File.WriteAllText(folder["empty.txt"], "");
        foreach (string file in new[] { "latin.txt", "wide.txt", "empty.txt" }) Assert.Equal(2, Run([.. predict, folder[file]]).Code);
        Assert.Contains("güt", Run([.. predict, folder["latin.txt"], "--encoding", "windows-1252"]).Out, StringComparison.Ordinal);
        Assert.Equal(2, Run("predict", folder["teacher"], "good", "--text", "text").Code);
        Assert.Contains("There are no texts", Run("predict", folder["teacher"]).Error, StringComparison.Ordinal);
    }

    private static (int Code, string Out, string Error) Run(params string[] line) => CommandTests.Run(line);
}
