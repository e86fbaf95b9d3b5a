using System.Text.Json;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests;

public sealed class SingleOrNamedTests
{
    [Theory]
    [InlineData("""{"accuracy":0.5}""")]
    [InlineData("""{"matched":{"accuracy":0.5},"mismatched":{"accuracy":0.25}}""")]
    public void Value_read_and_written_is_the_same(string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<SingleOrNamed<IReadOnlyDictionary<string, double>>>(json)));

    [Fact]
    public void Recipe_with_named_dev_sets_resolves_each_and_names_them()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Recipe("path"));
        Recipe recipe = RecipeFile.Read(folder["recipe.json"]);
        Assert.Equal(["matched", "mismatched"], recipe.Data!.Dev!.Items.Select(d => d.Key));
        Assert.Equal([folder["a.tsv"], folder["b.tsv"]], recipe.Data!.Dev.Items.Select(d => d.Value.Path));
    }

    [Fact]
    public void Recipe_with_a_typo_in_a_named_dev_set_says_where()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], Recipe("pth"));
        Assert.Contains(
            "$.data.dev.mismatched",
            Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"])).Message,
            StringComparison.Ordinal);
    }

    private static string Recipe(string key) => $$"""
        {
          "data": { "train": { "path": "train.tsv" }, "dev": { "matched": { "path": "a.tsv" }, "mismatched": { "{{key}}": "b.tsv" } } },
          "model": { "model": "folder" }
        }
        """;
}
