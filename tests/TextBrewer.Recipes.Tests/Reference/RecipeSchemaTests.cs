using System.Text.Json.Nodes;
using TextBrewer.Configuration;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Reference;
using TextBrewer.Testing;

namespace TextBrewer.Recipes.Tests.Reference;

/// <summary>The schema and the reference page of recipes: made of what the program reads, and true of what it reads.</summary>
public sealed class RecipeSchemaTests
{
    private static readonly SchemaValidator Schema = new(RecipeSchema.Text);

    private const string Whole = """
        {
          "$schema": "recipe.schema.json", "format": 1, "task": "classification", "labels": ["no", "yes"],
          "data": {
            "train": {
              "path": "train.tsv", "format": "tsv", "text": 0, "label": "label", "header": true, "where": { "kind": "a" },
              "label_names": { "x": "yes" }, "limit": 5
            },
            "dev": { "matched": { "path": "a.tsv" }, "other": { "path": "b.tsv" } },
            "extra": [{ "path": "more.tsv", "labelled": false }],
            "raw": "wiki.txt",
            "augment": ["masking", { "by": "replacing", "model": "models/bert", "candidates": 3 }]
          },
          "tokenizer": { "max_length": 64 },
          "teachers": ["models/one", { "model": "models/two", "weight": 2, "engine": "onnx" }],
          "teacher_store": "outputs",
          "student": { "preset": "T3", "initialize": { "search": { "steps": 5 } } },
          "training": { "learning_rate": 1e-4, "schedule": ["polynomial", { "power": 2 }], "device": "cpu", "freeze": ["embeddings"] },
          "distillation": {
            "kd_loss_type": ["dkd", 1, 8], "temperature_scheduler": ["flsw", 1, 2], "kd_tokens": "all",
            "intermediate_matches": [
              { "layer_T": 4, "layer_S": [1], "feature": "hidden", "loss": "hidden_mse", "proj": ["linear", 312, 768, { "lr": 1e-3 }] },
              { "layer_T": [0, 0], "layer_S": [0, 0], "feature": "hidden", "loss": "mmd", "proj": "auto", "weight": 2 }
            ],
            "emd": { "loss": "cos" }
          },
          "export": { "int8": false },
          "baseline": true
        }
        """;

    [Fact]
    public void Schema_and_page_are_those_of_the_program()
    {
        RecipeSchema schema = RecipeSchema.Make();
        GeneratedDocument.Check("recipe.schema.json", schema.ToJson());
        GeneratedDocument.Check("recipe.md", RecipePage.Of(schema));
    }

    [Fact]
    public void Every_key_that_is_read_has_a_line_on_the_page()
    {
        string page = File.ReadAllText(GeneratedDocument.PathOf("recipe.md"));
        string[] keys = ["where", "label_names", "kd_tokens", "label_columns", "reduce_bucket_mb", "ema_decay", "layer_T", "by", "search"];
        Assert.All(keys, key => Assert.Contains($"| `{key}` |", page, StringComparison.Ordinal));
    }

    public static TheoryData<string> Samples() =>
    [
        .. Directory.EnumerateFiles(SampleFolder, "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SampleFolder, path)),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_keeps_to_the_schema(string sample) =>
        Assert.True(Allowed(File.ReadAllText(Path.Combine(SampleFolder, sample))));

    [Fact]
    public void Methods_and_what_a_run_writes_keep_to_the_schema()
    {
        foreach (string method in RecipeMethods.Names)
            Assert.True(Allowed(RecipeMethods.Text(method, "classification")), method);
        using TemporaryFolder folder = new();
        foreach (string method in RecipeMethods.Names)
        {
            File.WriteAllText(folder["recipe.json"], $$"""
                {
                  "method": "{{method}}",
                  "data": { "train": "train.tsv", "raw": ["a.txt", { "path": "b.txt", "limit": 3 }] },
                  "teacher": "teacher", "student": { "preset": "T3" }
                }
                """.Replace("\"train.tsv\"", "{ \"path\": \"train.tsv\" }", StringComparison.Ordinal));
            Recipe read = RecipeFile.Read(folder["recipe.json"], method is "hard" or "theseus" ? ["data.raw=[]"] : []);
            Assert.True(Schema.Allows(JsonNode.Parse(read.ToJson())), read.ToJson());
        }
    }

    [Fact]
    public void What_keeps_to_the_schema_is_read() => Assert.Equal((true, true), (Allowed(Whole), IsRead(Whole)));

    // A key, a value of the wrong kind, a name that no table has, a number out of its bounds, a form that no converter reads.
    [Theory]
    [InlineData("\"baseline\": true", "\"base_line\": true")]
    [InlineData("\"max_length\": 64", "\"max_len\": 64")]
    [InlineData("\"path\": \"more.tsv\", ", "")]
    [InlineData("\"label\": \"label\"", "\"label\": -1")]
    [InlineData("\"limit\": 5", "\"limit\": 0")]
    [InlineData("\"limit\": 5", "\"limit\": \"five\"")]
    [InlineData("\"header\": true", "\"header\": \"yes\"")]
    [InlineData("\"task\": \"classification\"", "\"task\": \"classify\"")]
    [InlineData("\"preset\": \"T3\"", "\"preset\": \"T33\"")]
    [InlineData("{ \"steps\": 5 }", "{ \"steps\": 0 }")]
    [InlineData("{ \"search\": { \"steps\": 5 } }", "\"frist\"")]
    [InlineData("[\"dkd\", 1, 8]", "\"dkt\"")]
    [InlineData("[\"dkd\", 1, 8]", "[\"dkt\", 1]")]
    [InlineData("[\"polynomial\", { \"power\": 2 }]", "\"liner\"")]
    [InlineData("\"device\": \"cpu\"", "\"device\": \"gpu\"")]
    [InlineData("\"learning_rate\": 1e-4", "\"learning_rate\": 0")]
    [InlineData("\"kd_tokens\": \"all\"", "\"kd_tokens\": \"some\"")]
    [InlineData("\"engine\": \"onnx\"", "\"engine\": \"onyx\"")]
    [InlineData("\"layer_T\": 4", "\"layer_T\": \"four\"")]
    [InlineData("\"proj\": \"auto\"", "\"proj\": \"linear\"")]
    [InlineData("[\"linear\", 312, 768, { \"lr\": 1e-3 }]", "[\"linear\", 312]")]
    [InlineData("\"masking\", {", "\"maskin\", {", true)]
    [InlineData("\"by\": \"replacing\"", "\"by\": \"replace\"")]
    [InlineData("\"initialize\"", "\"initialise\"")]
    [InlineData("\"emd\": { \"loss\": \"cos\" }", "\"emd\": { \"loss\": \"cosine\" }")]
    [InlineData("\"freeze\": [\"embeddings\"]", "\"freeze\": \"embeddings\"")]
    [InlineData("\"train\": {", "\"trian\": {")]
    [InlineData("\"int8\": false", "\"int8\": null")]
    public void What_is_not_read_breaks_the_schema(string right, string wrong, bool isShorthand = false)
    {
        string broken = Whole.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Whole, broken);
        Assert.False(IsRead(broken));
        // What a shorthand stands for is any text to a schema.
        Assert.Equal(isShorthand, Allowed(broken));
    }

    [Theory]
    [InlineData("evenly:hidden_mse+100*skip:pkd", true)]
    [InlineData("L3_hidden_mse", true)]
    [InlineData("evenly:hidden", false)]
    [InlineData("L3_hidden_mse+", false)]
    public void Presets_of_matches_are_known_to_the_schema(string presets, bool isKnown)
    {
        string recipe = $$"""
            {
              "data": { "train": { "path": "train.tsv" } }, "teacher": "teacher", "student": "student",
              "distillation": { "intermediate_matches": "{{presets}}" }
            }
            """;
        Assert.Equal((isKnown, isKnown), (Allowed(recipe), IsRead(recipe)));
    }

    [Theory]
    [InlineData("""[{ "name": "a", "data": { "train": { "limit": 5 } }, "labels": null }, { "name": "b" }]""", true)]
    [InlineData("""[{ "name": "a", "training": { "num_epochs": null } }, { "name": "b" }]""", true)]
    [InlineData("""[{ "training": { "num_epochs": 1 } }]""", false)]
    [InlineData("""[{ "name": "a", "trainig": { "num_epochs": 1 } }]""", false)]
    [InlineData("[]", false)]
    public void Stages_say_what_differs(string stages, bool isKnown)
    {
        string recipe = $$"""
            {
              "data": { "train": { "path": "train.tsv" } }, "teacher": "teacher", "student": { "preset": "T3" }, "stages": {{stages}}
            }
            """;
        Assert.Equal((isKnown, isKnown), (Allowed(recipe), IsRead(recipe)));
    }

    private static string SampleFolder { get; } = Path.Combine(Golden.ProjectRoot, "samples", "recipes");

    private static bool Allowed(string recipe) => Schema.Allows(JsonNode.Parse(recipe, documentOptions: ConfigurationJson.DocumentOptions));

    private static bool IsRead(string recipe)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["recipe.json"], recipe);
        try
        {
            RecipeFile.Read(folder["recipe.json"]);
            return true;
        }
        catch (Naming.ConfigurationException)
        {
            return false;
        }
    }
}
