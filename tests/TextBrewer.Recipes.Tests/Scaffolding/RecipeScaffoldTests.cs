using System.Text;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Scaffolding;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Scaffolding;

/// <summary>First recipes: what is seen in data and teacher, and that what is written runs.</summary>
public sealed class RecipeScaffoldTests
{
    private static readonly string Texts = string.Concat(Enumerable.Range(0, 120).Select(i => $"\"good; bad {i}\";LABEL_{i % 2}\n"));

    [Theory]
    [InlineData("a.csv", "id,sentence,kind\n0,good bad,LABEL_1\n1,bad good,label_0\n", "sentence", null, "kind", null, null)]
    [InlineData("a.csv", "sentence;label\ngood bad;1\nbad;0\n", "sentence", null, "label", null, ";")]
    [InlineData("a.tsv", "1\t7\tgood bad\tbad bad good\n0\t8\tbad good\tgood good\n", "2", "3", "0", false, null)]
    [InlineData("a.tsv", "what|which\ngood bad|LABEL_0\nbad|LABEL_2\n", "what", null, "which", null, "|")]
    [InlineData("a.jsonl", """
        {"label": "LABEL_1", "sentence1": "good bad", "sentence2": "bad good"}
        {"label": "LABEL_0", "sentence1": "bad bad", "sentence2": "good good"}
        """, "sentence1", "sentence2", "label", null, null)]
    public void Columns_are_found(string file, string content, string text, string? pair, string label, bool? header, string? delimiter)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder[file], content);
        RecipeTable train = Scaffold(folder, file).Data!.Train!;
        Assert.Equal((text, pair, label, header, delimiter), (train.Text, train.Pair, train.Label, train.Header, train.Delimiter));
        if (content.Contains("label_0", StringComparison.Ordinal)) Assert.Equal("LABEL_0", train.LabelNames!["label_0"]);
    }

    [Theory]
    [InlineData("windows-1252", "à la carte — très bien", "windows-1252")]
    [InlineData("gb18030", "这个酒店的位置非常好", "gb18030")]
    [InlineData("utf-8", "这个酒店 très bien", null)]
    public void Encoding_is_found(string written, string text, string? found)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Encoding encoding = CodePagesEncodingProvider.Instance.GetEncoding(written) ?? Encoding.GetEncoding(written);
        File.WriteAllText(folder["a.tsv"], $"sentence\tlabel\n{text}\tLABEL_1\n{text} bad\tLABEL_0\n", encoding);
        Assert.Equal(found, Scaffold(folder, "a.tsv").Data!.Train!.Encoding);
    }

    [Theory]
    [InlineData("a.tsv", "sentence\tlabel\ngood\tyes\nbad\tno\n", "'label' holds yes, no")]
    [InlineData("a.tsv", "sentence\tlabel\n", "no rows")]
    [InlineData("a.tsv", "label\n1\n0\n", "no column of texts")]
    public void Data_that_do_not_go_with_the_teacher_are_refused(string file, string content, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder[file], content);
        Assert.Contains(says, Assert.Throws<ConfigurationException>(() => Scaffold(folder, file)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["first.json"]));
    }

    [Fact]
    public void Recipe_that_is_there_stays_and_a_runs_folder_names_its_models()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        ScaffoldSettings settings = new() { Data = folder["train.tsv"], Teacher = folder["teacher"], Output = folder["recipe.json"] };
        string refused = Assert.Throws<ConfigurationException>(() => RecipeScaffold.Write(settings)).Message;
        Assert.Contains("--force", refused, StringComparison.Ordinal);
        Directory.Move(folder["teacher"], folder["model"]);
        string said = Assert.Throws<FileNotFoundException>(
            () => RecipeScaffold.Write(settings with { Force = true, Teacher = folder.Path })).Message;
        Assert.Contains(folder["model"], said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_passes_check_and_is_distilled()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder["a.csv"], "sentence;label\n" + Texts);
        Recipe recipe = Scaffold(folder, "a.csv", "training.num_epochs=1");
        Assert.True(RecipeRun.Check(recipe, new RunHost()).IsSound);
        Assert.Equal("completed", RecipeRun.Distill(recipe, new RunHost()).Status);
        Assert.True(Directory.Exists(folder["runs", "a", "student"]));
    }

    public static TheoryData<string> Kinds => [.. SmallRecipe.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_first_recipe(string kind)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        string data = Path.GetFileName(Directory.EnumerateFiles(folder.Path, "train.*").Single());
        Assert.Equal(kind, Scaffold(folder, data).Task);
    }

    private static Recipe Scaffold(TemporaryFolder folder, string data, params string[] settings)
    {
        RecipeScaffold.Write(new() { Data = folder[data], Teacher = folder["teacher"], Output = folder["first.json"] });
        return RecipeFile.Read(folder["first.json"], settings);
    }
}
