using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Naming;
using TextBrewer.Recipes.Checking;
using TextBrewer.Recipes.Checks;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Runs;
using TextBrewer.Testing;
using TextBrewer.Torch.Optimizers;

namespace TextBrewer.Recipes.Tests.Runs;

/// <summary>Learning rates by part of the model: which factor each parameter gets, and names that are none.</summary>
public sealed class LearningRatesTests : IDisposable
{
    private const double Rate = 1e-4;

    private static readonly EncoderConfig Small = new()
    {
        VocabSize = 11,
        HiddenSize = 8,
        NumHiddenLayers = 2,
        NumAttentionHeads = 2,
        IntermediateSize = 12,
        MaxPositionEmbeddings = 16,
    };

    private readonly SequenceClassifier _model = new(Small, seed: 1);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Decay_of_layers_is_1_at_the_head_and_a_power_more_at_each_layer_below()
    {
        Dictionary<string, double> rates = Rates(new RecipeTraining { LearningRate = Rate, LayerLearningRateDecay = 0.5 });
        Assert.Equal(Rate, rates["classifier.weight"]);
        Assert.Equal(Rate, rates["bert.pooler.dense.bias"]);
        Assert.Equal(Rate / 2, rates["bert.encoder.layer.1.output.dense.weight"], 1e-18);
        Assert.Equal(Rate / 4, rates["bert.encoder.layer.0.attention.self.query.bias"], 1e-18);
        Assert.Equal(Rate / 8, rates["bert.embeddings.word_embeddings.weight"], 1e-18);
        Assert.Equal(Rate / 8, rates["bert.embeddings.LayerNorm.weight"], 1e-18);
    }

    [Fact]
    public void Factor_of_the_part_that_names_the_fewest_parameters_counts_and_is_multiplied_by_the_layers_decay()
    {
        Dictionary<string, double> rates = Rates(new RecipeTraining
        {
            LearningRate = Rate,
            LayerLearningRateDecay = 0.5,
            LearningRates = new Dictionary<string, double>
            {
                ["head"] = 5,
                ["bert"] = 0.1,
                ["layers"] = 0.2,
                ["layer.1"] = 3,
                ["bert.encoder.layer.1.attention"] = 7,
                ["bert.encoder.layer.0.output.dense.bias"] = 0,
            },
        });
        Assert.Equal(Rate * 5, rates["classifier.bias"], 1e-18);
        Assert.Equal(Rate * 5, rates["bert.pooler.dense.weight"], 1e-18); // the head has fewer than bert
        Assert.Equal(Rate * 3 / 2, rates["bert.encoder.layer.1.output.dense.weight"], 1e-18);
        Assert.Equal(Rate * 7 / 2, rates["bert.encoder.layer.1.attention.self.key.weight"], 1e-18);
        Assert.Equal(Rate * 0.2 / 4, rates["bert.encoder.layer.0.output.dense.weight"], 1e-18);
        Assert.Equal(0, rates["bert.encoder.layer.0.output.dense.bias"]);
        Assert.Equal(Rate * 0.1 / 8, rates["bert.embeddings.word_embeddings.weight"], 1e-18);
    }

    [Fact]
    public void Groups_are_those_of_the_decay_where_nothing_is_set_and_hold_every_parameter_once_where_something_is()
    {
        IReadOnlyList<ParameterGroup> plain = LearningRates.Groups(_model, new RecipeTraining(), Small);
        Assert.Equal([(null, null), (null, (double?)0)], plain.Select(group => (group.LearningRate, group.WeightDecay)));
        RecipeTraining training = new() { LayerLearningRateDecay = 0.9 };
        IReadOnlyList<ParameterGroup> split = LearningRates.Groups(_model, training, Small);
        Assert.Equal(8, split.Count); // embeddings, two layers and the head, with and without decay
        Assert.Equal(
            plain.SelectMany(group => group.Parameters).Select(p => (p.Name, p.Value.dim() > 1)).Order(),
            split.SelectMany(group => group.Parameters.Select(p => (p.Name, group.WeightDecay is null))).Order());
    }

    [Theory]
    [InlineData("embedding", "'embeddings'")]
    [InlineData("layer.2", "'layer.")]
    [InlineData("bert.encoder.layer.0.atention", "'bert.encoder.layer.0.attention'")]
    [InlineData("bert.enc", "'bert.")] // a path ends with a name, not within one
    [InlineData("clasifier", "'classifier'")]
    [InlineData("", "trained. Parts:")] // near to none of them
    public void Part_that_the_model_has_not_is_named_with_the_nearest(string part, string nearest)
    {
        RecipeTraining training = new() { LearningRates = new Dictionary<string, double> { [part] = 2, ["head"] = 1 } };
        string message = Assert.Throws<ConfigurationException>(() => LearningRates.Groups(_model, training, Small)).Message;
        string says = $"$.training.learning_rates has a factor for '{part}', which names no parameter that is trained.";
        Assert.StartsWith(says, message, StringComparison.Ordinal);
        Assert.Contains(nearest, message, StringComparison.Ordinal);
        Assert.Contains("Parts: embeddings, layers, layer.0, layer.1, head,", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Part_that_is_frozen_has_no_learning_rate()
    {
        foreach (var parameter in _model.named_parameters().Where(p => p.name.Contains("embeddings", StringComparison.Ordinal)))
            parameter.parameter.requires_grad = false;
        RecipeTraining training = new() { LearningRates = new Dictionary<string, double> { ["embeddings"] = 0.5 } };
        string message = Assert.Throws<ConfigurationException>(() => LearningRates.Groups(_model, training, Small)).Message;
        Assert.Contains("'embeddings', which names no parameter that is trained", message, StringComparison.Ordinal);
        Assert.Contains("Parts: layers, layer.0, layer.1, head,", message, StringComparison.Ordinal);
        IReadOnlyList<ParameterGroup> groups = LearningRates.Groups(_model, new() { LayerLearningRateDecay = 0.9 }, Small);
        Assert.DoesNotContain(
            groups.SelectMany(group => group.Parameters),
            parameter => parameter.Name.Contains("embeddings", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_names_for_the_same_parameters_are_refused()
    {
        Dictionary<string, double> twice = new() { ["layer.0"] = 2, ["bert.encoder.layer.0"] = 1 };
        RecipeTraining training = new() { LearningRates = twice };
        string message = Assert.Throws<ConfigurationException>(() => LearningRates.Groups(_model, training, Small)).Message;
        Assert.Contains("'bert.encoder.layer.0' and for 'layer.0', which are the same parameters", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training.layer_learning_rate_decay=0", "$.training.layer_learning_rate_decay is 0; it must be above 0")]
    [InlineData("training.layer_learning_rate_decay=1.1", "$.training.layer_learning_rate_decay is 1.1; it must be at most 1")]
    [InlineData("training.learning_rates.head=-1", "$.training.learning_rates.head is -1; it must be 0 or more")]
    [InlineData("training.learning_rates.head=fast", "At $.training.learning_rates.head: ")]
    [InlineData("training.learning_rates=2", "At $.training.learning_rates: ")]
    [InlineData("training.ema_decay=1", "$.training.ema_decay is 1; it must be below 1")]
    public void Setting_that_cannot_be_is_named_by_its_path(string setting, string says)
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        string message = Assert.Throws<ConfigurationException>(() => RecipeFile.Read(folder["recipe.json"], [setting])).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_written_and_read_again_are_the_same()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Recipe recipe = RecipeFile.Read(
            folder["recipe.json"],
            [
                """training.learning_rates={ "bert.encoder.layer.0": 0.5, "head": 10 }""", "training.layer_learning_rate_decay=0.9",
                "training.ema_decay=0.99",
            ]);
        File.WriteAllText(folder["again.json"], recipe.ToJson());
        Recipe again = RecipeFile.Read(folder["again.json"]);
        Assert.Equal(recipe.ToJson(), again.ToJson());
        Assert.Equal((0.5, 10), (again.Training.LearningRates!["bert.encoder.layer.0"], again.Training.LearningRates["head"]));
        Assert.Equal((0.9, 0.99), (again.Training.LayerLearningRateDecay, again.Training.EmaDecay));
        string plain = RecipeFile.Read(folder["recipe.json"]).ToJson();
        foreach (string key in new[] { "learning_rates", "layer_learning_rate_decay", "ema_decay", "logit_standardization" })
            Assert.DoesNotContain(key, plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Part_that_the_student_has_not_is_found_before_the_run()
    {
        using TemporaryFolder folder = SmallRecipe.Folder();
        Recipe recipe = RecipeFile.Read(folder["recipe.json"], ["training.learning_rates={ \"layer.1\": 2 }"]); // one layer: layer.0
        CheckResult result = RecipeCheck.Run(recipe, new RunHost(), CancellationToken.None);
        Assert.Contains("has a factor for 'layer.1'", Assert.Single(result.Findings).What, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => RecipeRun.Distill(recipe, new RunHost()));
        Assert.False(Directory.Exists(folder["run"]));
    }

    private Dictionary<string, double> Rates(RecipeTraining training) => LearningRates.Groups(_model, training, Small)
        .SelectMany(group => group.Parameters.Select(p => (p.Name, Rate: group.LearningRate ?? training.Rate)))
        .ToDictionary(p => p.Name, p => p.Rate);
}
