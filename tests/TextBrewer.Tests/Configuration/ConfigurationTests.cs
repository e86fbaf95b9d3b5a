using System.Text.Json;
using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;
using TextBrewer.Objectives;

namespace TextBrewer.Tests.Configuration;

public sealed class ConfigurationTests
{
    private static readonly Gen<Named> Schedule = Gen.OneOf<Named>("none", "linear_decay", "linear_growth");

    private static readonly Gen<Named> Temperature = Gen.OneOf(
        Gen.Const(new Named("none")),
        Gen.Select(Gen.Double[0, 5], Gen.Double[0, 5]).Select((beta, gamma) => new Named("flsw") { Arguments = [Json(beta), Json(gamma)] }),
        Gen.Double[0, 5].Select(beta => new Named("cwsm") { Arguments = [JsonSerializer.SerializeToElement(new { beta })] }));

    private static readonly Gen<Projection?> Proj = Gen.OneOf(
        Gen.Const((Projection?)null),
        Gen.Const((Projection?)Projection.Auto),
        Gen.Select(
            Gen.OneOf("linear", "relu", "tanh"),
            Gen.Int[1, 900],
            Gen.Int[1, 900],
            Gen.Double[0, 1].Nullable(),
            Gen.Double[0, 1].Nullable())
            .Select(
                (kind, from, to, rate, decay) => (Projection?)new Projection(kind, from, to) { LearningRate = rate, WeightDecay = decay }));

    private static readonly Gen<IntermediateMatch> Match =
        Gen.Select(Gen.Int[-5, 12], Gen.Int[-5, 12], Gen.OneOf("mmd", "hidden_mse"), Gen.Double[0, 100], Proj, Gen.Int[0, 3])
            .Select((t, s, loss, weight, proj, teacher) => new IntermediateMatch
            {
                TeacherLayer = loss == "mmd" ? new LayerIndices(t, s) : t,
                StudentLayer = loss == "mmd" ? new LayerIndices(s, t) : s,
                Feature = "hidden",
                Loss = loss,
                Weight = weight,
                Proj = proj,
                Teacher = teacher,
            });

    private static readonly Gen<DistillationConfig> Distillation =
        Gen.Select(
            Gen.Double[0.1, 20],
            Temperature,
            Gen.Double[0, 9],
            Schedule,
            Gen.OneOf<Named>("ce", "mse", "kl"),
            Gen.Bool,
            Match.Array[0, 4],
            Gen.Bool).Select((temperature, scheduler, hard, schedule, loss, shift, matches, preset) => new DistillationConfig
            {
                Temperature = temperature,
                TemperatureScheduler = scheduler,
                HardLabelWeight = hard,
                HardLabelWeightScheduler = schedule,
                KdLossType = loss,
                ProbabilityShift = shift,
                IntermediateMatches = preset ? "evenly:hidden_mse+evenly:mmd" : MatchList.FromList(matches),
                LogitStandardization = preset,
                Emd = shift ? new EarthMoverConfig { Proj = Projection.Auto, UpdateWeights = true, WeightScheduler = schedule } : null,
            });

    [Fact]
    public void Distillation_config_written_and_read_again_is_the_same_and_valid() => Distillation.Sample(config =>
    {
        DistillationConfig again = DistillationConfig.FromJson(config.ToJson());
        Assert.Equal(config, again);
        Assert.Equal(config.ToJson(), again.ToJson());
        Assert.Empty(again.Problems());
    });

    [Fact]
    public void Training_config_written_and_read_again_is_the_same() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 9].Nullable(), Gen.Bool, Gen.Int, Gen.String[Gen.Char['a', 'z'], 1, 9])
            .Sample((a, b, c, d, e, f) =>
                {
                    TrainingConfig config = new()
                    {
                        GradientAccumulationSteps = a,
                        CkptFrequency = b,
                        CkptSteps = c,
                        Fp16 = d,
                        Seed = e,
                        OutputDir = f,
                        LogDir = d ? f : null
                    };
                    Assert.Equal(config, TrainingConfig.FromJson(config.ToJson()));
                    Assert.Empty(config.Problems());
                });

    [Fact]
    public void TextBrewers_own_configurations_load_unchanged()
    {
        DistillationConfig distillation = DistillationConfig.FromJson("""
            {
              "temperature": 8, "temperature_scheduler": ["flsw", 1, 2],
              "hard_label_weight": 1, "hard_label_weight_scheduler": "linear_growth",
              "kd_loss_type": "ce", "kd_loss_weight": 1.05, "kd_loss_weight_scheduler": "linear_decay",
              "probability_shift": false, "is_caching_logits": false,
              "intermediate_matches": [
                {
                  "layer_T": 10, "layer_S": 3, "feature": "hidden", "loss": "hidden_mse", "weight": 1,
                  "proj": ["linear", 384, 768, { "lr": 1e-3 }]
                },
                { "layer_T": [8, 8], "layer_S": [2, 2], "feature": "hidden", "loss": "mmd", "weight": 1 }
              ]
            }
            """);
        Assert.Empty(distillation.Problems());
        Assert.Equal(1e-3, distillation.IntermediateMatches.First().Proj!.LearningRate);
        Assert.True(DistillationConfig.FromJson("""{ "intermediate_matches": null }""").IntermediateMatches.IsEmpty);

        TrainingConfig training = TrainingConfig.FromJson("""
            {
              "gradient_accumulation_steps": 2, "ckpt_frequency": 1, "ckpt_epoch_frequency": 1, "ckpt_steps": null,
              "log_dir": null, "output_dir": "./saved_models",
              "device": "cpu", "fp16": false, "fp16_opt_level": "O1", "data_parallel": false, "local_rank": -1
            }
            """);
        Assert.Empty(training.Problems());
    }

    [Fact]
    public void All_problems_are_in_one_message_each_with_its_path()
    {
        DistillationConfig config = DistillationConfig.FromJson("""
            {
              "temperature": -1, "temperature_scheduler": ["flsw", 1],
              "kd_loss_type": "kll", "kd_loss_weight": -2,
              "hard_label_weight_scheduler": "linear_grow",
              "intermediate_matches": [
                { "layer_T": [1, 2, 3], "layer_S": [1, 2], "feature": "hiden", "loss": "mmd" },
                { "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse", "proj": ["lineal", 0, 4] }
              ],
              "emd": { "loss": "mmd" }
            }
            """);
        string[] problems = [.. config.Problems()];
        foreach (string path in new[] {
            "$.temperature is",
            "$.kd_loss_type",
            "$.kd_loss_weight is",
            "$.hard_label_weight_scheduler",
            "$.temperature_scheduler",
            "$.intermediate_matches[0].feature",
            "$.intermediate_matches[0]: the loss 'mmd' takes 2 layers a side",
            "$.intermediate_matches[1].proj: There is no projection 'lineal'",
            "$.intermediate_matches[1].proj has sizes 0 and 4",
            "$.emd.loss" })
            Assert.Contains(problems, problem => problem.StartsWith(path, StringComparison.Ordinal));
        string message = Assert.Throws<ConfigurationException>(() => ConfigurationException.ThrowIfAny(problems)).Message;
        Assert.All(problems, problem => Assert.Contains(problem, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "temprature": 8 }""", "temperature")]
    [InlineData("""{ "temperature": "hot" }""", "At $.temperature")]
    [InlineData("""{ "intermediate_matches": [ { "layer_T": 1 } ] }""", "layer_S")]
    [InlineData(
        """{ "intermediate_matches": [ { "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "cos", "proj": ["linear", 4] } ] }""",
        "size in, size out")]
    [InlineData(
        """
        {
          "intermediate_matches": [
            { "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "cos", "proj": ["linear", 4, 4, { "betas": 1 }] }
          ]
        }
        """,
        "betas are two numbers")]
    [InlineData("{", "At $")]
    [InlineData(
        """{ "intermediate_matches": [ { "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "cos", "wieght": 500 } ] }""",
        "$.intermediate_matches[0] has the key 'wieght', which is unknown. Did you mean 'weight'?")]
    [InlineData(
        """{ "intermediate_matches": [ { "layer_T": 1.5, "layer_S": 1, "feature": "hidden", "loss": "cos" } ] }""",
        "At $.intermediate_matches[0].layer_T: a layer is a whole number")]
    [InlineData("""{ "emd": { "wieght": 5 } }""", "$.emd has the key 'wieght'")]
    [InlineData("""{ "kd_loss_type": null }""", "$.kd_loss_type is null")]
    [InlineData("""{ "temperature": 1, "temperature": 2 }""", "temperature")]
    public void Json_that_is_no_configuration_is_an_error_with_its_place(string json, string says) =>
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => DistillationConfig.FromJson(json)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""["dkd", 1, 8]""")]
    [InlineData("""["dkd", { "beta": 8, "alpha": 1 }]""")]
    [InlineData("\"dkd\"")]
    public void Arguments_stand_in_their_places_or_by_their_keys(string json) =>
        Assert.Equal([1, 8], JsonSerializer.Deserialize<Named>(json)!.Numbers(("alpha", 1), ("beta", 8)));

    [Theory]
    [InlineData("""["dkd", 1, 8, 3]""", "takes 2")]
    [InlineData("""["dkd", { "gamma": 8 }]""", "no argument 'gamma'")]
    [InlineData("""["dkd", "much"]""", "not a number")]
    public void Arguments_that_do_not_fit_are_an_error_that_shows_the_form(string json, string says)
    {
        string message = Assert.Throws<ConfigurationException>(
            () => JsonSerializer.Deserialize<Named>(json)!.Numbers(("alpha", 1), ("beta", 8))).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains("""["dkd", alpha = 1, beta = 8]""", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Optimizer_group_of_a_projection_may_hold_betas_and_momentum()
    {
        const string json = """
            {
              "intermediate_matches": [
                {
                  "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "cos",
                  "proj": ["linear", 4, 4, { "lr": 0.1, "betas": [0.8, 0.9], "momentum": 0.5 }]
                }
              ]
            }
            """;
        DistillationConfig config = DistillationConfig.FromJson(json);
        Assert.Empty(config.Problems());
        Assert.Equal(
            new Dictionary<string, double> { ["beta1"] = 0.8, ["beta2"] = 0.9, ["momentum"] = 0.5 },
            config.IntermediateMatches.First().Proj!.Options);
        Assert.Equal(config, DistillationConfig.FromJson(config.ToJson()));
        Assert.Contains("\"betas\"", config.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_names_can_be_registered()
    {
        // Other tests read the same table, and expect of a loss without arguments that it refuses them.
        LossNames.Match.Register("own_registered", named =>
        {
            named.Numbers();
            return new HiddenMeanSquaredError();
        });
        ProjectionNames.Table.Register("own_projection", _ => (from, to) => TorchSharp.torch.nn.Linear(from, to));
        DistillationConfig config = DistillationConfig.FromJson("""
            {
              "intermediate_matches": [
                { "layer_T": 1, "layer_S": 1, "feature": "hidden", "loss": "own_registered", "proj": ["own_projection", 3, 4] }
              ]
            }
            """);
        Assert.Empty(config.Problems());
    }

    [Fact]
    public void Making_and_reading_a_configuration_touches_no_folder()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        _ = TrainingConfig.FromJson(
            $$"""{ "output_dir": {{JsonSerializer.Serialize(folder)}}, "log_dir": {{JsonSerializer.Serialize(folder)}} }""").Problems();
        Assert.False(Directory.Exists(folder));
    }

    private static JsonElement Json(double value) => JsonSerializer.SerializeToElement(value);
}
