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
        string said = Assert.Throws<ConfigurationException>(
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

    // A CSV beside a qa teacher became a qa recipe, and init ended with 0; SQuAD's JSON had "no rows to look at" for a classifier.
    [Theory]
    [InlineData("qa", "a.csv", "sentence,label\ngood bad,LABEL_0\nbad,LABEL_1\n", "looks like a table", "qa model")]
    [InlineData("classification", "a.json", """
        {
          "data": [ { "paragraphs": [ { "context": "good", "qas": [ { "id": "1", "question": "bad", "answers": [] } ] } ] } ]
        }
        """, "looks like questions", "classification model")]
    [InlineData("classification", "a.txt", "good B-X\nbad O\n\nbad O\n", "looks like tagged words", "classification model")]
    [InlineData("classification", "a.jsonl", """{"tokens": ["good", "bad"], "ner_tags": ["O", "B-X"]}""", "like tagged words", "class")]
    [InlineData("classification", "a.txt", "good bad bad\nbad good\n", "looks like plain text", "classification model")]
    [InlineData("tagging", "a.tsv", "sentence\tlabel\ngood bad\tX\nbad\tY\n", "looks like a table", "tagging model")]
    [InlineData("masked_lm", "a.jsonl", """{"context": "good", "choices": ["bad", "good"], "label": 1}""", "with choices", "masked_lm")]
    public void Data_of_another_form_than_the_teacher_s_are_refused(string kind, string file, string content, string looks, string teacher)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(kind);
        File.WriteAllText(folder[file], content);
        string said = Assert.Throws<ConfigurationException>(() => Scaffold(folder, file)).Message;
        Assert.Contains(looks, said, StringComparison.Ordinal);
        Assert.Contains(teacher, said, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["first.json"]));
    }

    // "label_names" was named as the cure, which cannot make two labels of three.
    [Theory]
    [InlineData(2, "LABEL_0", true)] // as many labels under other names
    [InlineData(4, "LABEL_0", false)]
    [InlineData(4, "d", false)]
    public void Teacher_of_other_labels_has_to_be_trained_for_them_first(int labels, string last, bool mayBeSame)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] names = [.. new[] { "a", "b", "c" }.Take(labels - 1), last];
        File.WriteAllText(
            folder["a.csv"],
            "sentence,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"good bad {i},{names[i % labels]}\n")));
        string said = Assert.Throws<ConfigurationException>(() => Scaffold(folder, "a.csv")).Message;
        // The test's folder has blanks in its name.
        Assert.Contains($"init --data \"{folder["a.csv"]}\" --model \"{folder["teacher"]}\"", said, StringComparison.Ordinal);
        Assert.Equal(mayBeSame, said.Contains("label_names", StringComparison.Ordinal));
    }

    // The first rows have the teacher's labels, and one far below has another.
    [Fact]
    public void Label_that_the_teacher_does_not_know_is_found_behind_the_first_rows()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(
            folder["a.csv"],
            "sentence,label\n" + string.Concat(Enumerable.Range(0, 700).Select(i => $"good bad {i},LABEL_{i % 2}\n")) + "good,other\n");
        string said = Assert.Throws<ConfigurationException>(() => Scaffold(folder, "a.csv")).Message;
        Assert.Contains("its labels are LABEL_0, LABEL_1, other", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, "12 are kept apart")]
    [InlineData(99, "no dev set is kept apart of 99 examples")]
    public void Comment_and_screen_say_what_becomes_of_the_dev_set(int examples, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(
            folder["a.csv"],
            "sentence,label\n" + string.Concat(Enumerable.Range(0, examples).Select(i => $"good bad {i},LABEL_{i % 2}\n")));
        ScaffoldSettings settings = new() { Data = folder["a.csv"], Teacher = folder["teacher"], Output = folder["first.json"] };
        Assert.Contains(RecipeScaffold.Write(settings), seen => seen.Contains(says, StringComparison.Ordinal));
        Assert.Contains(says, File.ReadAllText(folder["first.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_together()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        ScaffoldSettings settings = new()
        {
            Data = folder["teacher"],
            Dev = folder["no"],
            Teacher = folder["none"],
            Output = folder["recipe.json"],
        };
        string said = Assert.Throws<ConfigurationException>(() => RecipeScaffold.Write(settings)).Message;
        Assert.Contains($"'{folder["teacher"]}' is a folder", said, StringComparison.Ordinal);
        Assert.Contains($"There is no data file '{folder["no"]}'", said, StringComparison.Ordinal);
        Assert.Contains($"There is no model folder '{folder["none"]}'", said, StringComparison.Ordinal);
        Assert.Contains("is there already", said, StringComparison.Ordinal);
        File.WriteAllText(folder["a.csv"], "sentence,label\ngood bad,yes\nbad,no\n");
        said = Assert.Throws<ConfigurationException>(
            () => RecipeScaffold.Write(settings with { Data = folder["a.csv"], Dev = null, Teacher = folder["teacher"] })).Message;
        Assert.Contains("'label' holds yes, no", said, StringComparison.Ordinal);
        Assert.Contains("is there already", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", """
        id;Text;Bewertung
        1;good bad;positiv
        2;bad good;negativ
        3;bad;neutral
        4;bad bad;neutral
        5;good;positiv
        6;bad bad good;negativ

        """, "classification", "Text", "Bewertung", null)]
    [InlineData("a.csv", """
        good bad,positiv
        bad good,negativ
        bad,neutral
        bad bad,neutral
        good,positiv
        bad bad good,negativ

        """, "classification", "0", "1", false)]
    [InlineData("a.tsv", "value\twords\n0.5\tgood bad\n1\tbad good\n0.25\tbad\n0.1\tgood\n", "regression", "words", "value", null)]
    [InlineData("a.jsonl", """
        {"words": "good bad", "kinds": ["x", "y"]}
        {"words": "bad good", "kinds": ["y"]}
        {"words": "bad bad", "kinds": ["x"]}
        {"words": "good good", "kinds": ["y"]}
        """, "multi_label", "words", "kinds", null)]
    public void Recipe_for_a_model_has_the_file_s_own_labels(
        string file,
        string content,
        string task,
        string text,
        string label,
        bool? header)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllText(folder[file], content);
        RecipeScaffold.Write(new() { Data = folder[file], Model = folder["teacher"], Output = folder["first.json"] });
        Recipe recipe = RecipeFile.Read(folder["first.json"], []);
        RecipeTable train = recipe.Data!.Train!;
        Assert.Equal((task, text, label, header), (recipe.Task, train.Text, train.Label, train.Header));
        Assert.True(RecipeRun.Check(recipe, new RunHost()).IsSound);
    }

    [Fact]
    public void Own_labels_are_trained_for_and_what_comes_of_it_is_a_teacher()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string[] labels = ["positiv", "negativ", "neutral", "none"];
        File.WriteAllText(
            folder["a.csv"],
            "Text,Bewertung\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"good bad {i},{labels[i % 4]}\n")));
        ScaffoldSettings settings = new() { Data = folder["a.csv"], Model = folder["teacher"], Output = folder["teacher.json"] };
        RecipeScaffold.Write(settings);
        Recipe recipe = RecipeFile.Read(folder["teacher.json"], ["training.num_epochs=1"]);
        Assert.Equal("completed", RecipeRun.Train(recipe, new RunHost()).Status);
        RecipeScaffold.Write(settings with { Model = null, Teacher = folder["runs", "a-teacher", "model"], Output = folder["b.json"] });
        Assert.True(RecipeRun.Check(RecipeFile.Read(folder["b.json"], []), new RunHost()).IsSound);
    }

    [Theory]
    [InlineData(true, true, null, "either a --teacher")]
    [InlineData(false, false, null, "either a --teacher")]
    [InlineData(true, false, "qa", "leave it out")]
    [InlineData(false, true, "clasification", "Did you mean 'classification'?")]
    public void Teacher_or_model_is_named_and_a_task_beside_a_model(bool teacher, bool model, string? task, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        ScaffoldSettings settings = new()
        {
            Data = folder["train.tsv"],
            Teacher = teacher ? folder["teacher"] : null,
            Model = model ? folder["teacher"] : null,
            Task = task,
            Output = folder["first.json"],
        };
        string said = Assert.Throws<ConfigurationException>(() => RecipeScaffold.Write(settings)).Message;
        Assert.Contains(says, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_of_a_label_that_the_teacher_does_not_know_says_how_it_comes_to_know_it()
    {
        using TemporaryFolder folder = SmallRecipe.Folder("sentence\tlabel\ngood\tLABEL_1\nbad\tpositiv\n");
        string said = string.Join(' ', RecipeRun.Check(RecipeFile.Read(folder["recipe.json"], []), new RunHost()).Findings);
        Assert.Contains("the label 'positiv' is unknown", said, StringComparison.Ordinal);
        Assert.Contains($"textbrewer init --data \"{folder["train.tsv"]}\" --model", said, StringComparison.Ordinal);
    }

    private static Recipe Scaffold(TemporaryFolder folder, string data, params string[] settings)
    {
        RecipeScaffold.Write(new() { Data = folder[data], Teacher = folder["teacher"], Output = folder["first.json"] });
        return RecipeFile.Read(folder["first.json"], settings);
    }
}
