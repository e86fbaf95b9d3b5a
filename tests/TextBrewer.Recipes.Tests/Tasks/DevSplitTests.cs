using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Runs;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Tasks;

/// <summary>The dev set of a recipe that names none.</summary>
public sealed class DevSplitTests
{
    // 300 of a, 90 of b, 10 without a label.
    private static readonly SplitKey[] Examples =
        [.. Enumerable.Range(0, 400).Select(i => new SplitKey(i < 300 ? "a" : i < 390 ? "b" : null, $"text {i}"))];

    [Fact]
    public void Each_label_gives_its_share_and_what_has_none_stays()
    {
        IReadOnlySet<int> dev = DevSplit.Of(Examples, share: null);
        Assert.Equal((30, 9, 39), (dev.Count(i => i < 300), dev.Count(i => i is >= 300 and < 390), dev.Count));
        Assert.Equal(78, DevSplit.Of(Examples, share: 0.2).Count);
    }

    [Fact]
    public void Order_of_the_file_does_not_matter()
    {
        SplitKey[] turned = [.. Examples.Reverse()];
        string[] dev = [.. DevSplit.Of(Examples, null).Select(i => Examples[i].Content).Order(StringComparer.Ordinal)];
        Assert.Equal(dev, DevSplit.Of(turned, null).Select(i => turned[i].Content).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Same_text_stands_on_one_side()
    {
        SplitKey[] passages = [.. Enumerable.Range(0, 400).Select(i => new SplitKey("", $"passage {i / 7}"))];
        IReadOnlySet<int> dev = DevSplit.Of(passages, null);
        Assert.InRange(dev.Count, 40, 46);
        Assert.Empty(dev.Select(i => i / 7).Intersect(Enumerable.Range(0, 400).Except(dev).Select(i => i / 7)));
    }

    [Fact]
    public void Few_examples_are_not_split_and_many_give_no_more_than_two_thousand()
    {
        Assert.Empty(DevSplit.Of(Examples[..99], 0.5));
        SplitKey[] many = [.. Enumerable.Range(0, 50_000).Select(i => new SplitKey("", $"{i}"))];
        Assert.Equal((2000, 5000), (DevSplit.Of(many, null).Count, DevSplit.Of(many, 0.1).Count));
    }

    [Theory]
    [InlineData("classification", "sst2/dev.tsv", 872, 87, "\"text\": \"sentence\"")]
    [InlineData("regression", "sst2/dev.tsv", 872, 87, "\"text\": \"sentence\"")]
    [InlineData("tagging", "wnut17/emerging.dev.conll", 1009, 101, "\"label\": 1")]
    [InlineData("qa", "cmrc2018/trial.json", 1002, 100, "\"scorer\": \"cmrc\"")]
    public void Dev_set_and_training_data_are_the_whole_file(string task, string file, int examples, int dev, string columns)
    {
        using TemporaryFolder folder = SmallRecipe.FolderOf(task);
        string vocabulary = Golden.Shared(task == "qa" ? "data/vocab-zh" : "data/vocab-en").Replace('\\', '/');
        File.WriteAllText(folder["train.json"], $$"""
            {
              "task": "{{task}}",
              "data": { "train": { "path": "{{Golden.Shared("data/" + file).Replace('\\', '/')}}", {{columns}} } },
              "tokenizer": { "vocabulary": "{{vocabulary}}", "max_length": 384 },
              "model": {
                "config": {
                  "num_hidden_layers": 1, "hidden_size": 8, "num_attention_heads": 1, "intermediate_size": 8, "vocab_size": 30522,
                  "max_position_embeddings": 384
                }
              }
            }
            """);
        List<string> said = [];
        RunHost host = new() { Say = said.Add };
        using RunContext context = new(RecipeFile.Read(folder["train.json"]), host);
        TaskContext read = context.Tasks[0];
        Assert.Equal(dev, read.Dev!.First.Examples.Count, tolerance: task == "qa" ? 10 : 0);
        HashSet<UInt128> apart = [.. read.Dev.First.Inputs.Select(input => input.Key())];
        Assert.DoesNotContain(read.Labelled, text => apart.Contains(text.Key()));
        if (task != "qa") Assert.Equal(examples, read.Labelled.Count + read.Dev.First.Inputs.Count);
        Assert.Contains(said, line => line.Contains("are kept apart", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"dev_share\": 0.5, \"dev\": { \"path\": \"train.tsv\" }", "leave one of the two out")]
    [InlineData("\"dev_share\": 1", "it must be below 1")]
    public void Dev_share_beside_a_dev_set_or_of_everything_is_refused(string keys, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string recipe = File.ReadAllText(folder["recipe.json"]);
        File.WriteAllText(
            folder["recipe.json"],
            recipe.Replace("\"dev\": { \"path\": \"train.tsv\" }", keys, StringComparison.Ordinal));
        string refused = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"])).Message;
        Assert.Contains(says, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_kept_apart_where_the_share_is_0()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        File.WriteAllLines(
            folder["train.tsv"],
            ["sentence\tlabel", .. Enumerable.Range(0, 200).Select(i => $"good bad {i}\tLABEL_{i % 2}")]);
        Assert.Equal((180, 20), Counts());
        Assert.Equal((200, 0), Counts("data.dev_share=0"));

        (int, int) Counts(params string[] settings)
        {
            CheckedTexts texts = RecipeRun.Check(RecipeFile.Read(folder["recipe.json"], ["data.dev=null", .. settings]), new()).Texts[0];
            return (texts.Train, texts.Dev);
        }
    }
}
