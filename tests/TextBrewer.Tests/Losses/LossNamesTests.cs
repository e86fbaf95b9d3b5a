using System.Globalization;
using System.Text.Json;
using TextBrewer.Distilling;
using TextBrewer.Losses;
using TextBrewer.Naming;

namespace TextBrewer.Tests.Losses;

/// <summary>What a configuration may write where it names a loss.</summary>
public sealed class LossNamesTests
{
    private static readonly string[] WithArguments = ["ce", "jsd", "dkd", "dist", "minilm_relation"];

    public static TheoryData<string> Plain() => [.. LossNames.Distillation.Names.Concat(LossNames.Match.Names).Except(WithArguments)];

    [Theory, MemberData(nameof(Plain))]
    public void Make_of_loss_without_arguments_refuses_one(string name)
    {
        string problem = Problem($"""["{name}", 2]""");
        Assert.Contains($"'{name}'", problem, StringComparison.Ordinal);
        Assert.Contains("takes 0", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""["dkd", 1, 8, 2]""", "alpha = 1, beta = 8")]
    [InlineData("""["dkd", {"gamma": 1}]""", "'gamma'")]
    [InlineData("""["dkd", -1]""", "alpha of 'dkd' is -1")]
    [InlineData("""["dkd", 1, -8]""", "beta of 'dkd' is -8")]
    [InlineData("""["dist", -1]""", "beta of 'dist' is -1")]
    [InlineData("""["dist", {"gamma": -2}]""", "gamma of 'dist' is -2")]
    [InlineData("""["dist", 0, 0]""", "both 0")]
    [InlineData("""["dist", 1, 1, 1]""", "beta = 1, gamma = 1")]
    [InlineData("""["ce", 1]""", "neither true nor false")]
    [InlineData("""["ce", true, true]""", "t_squared = false")]
    [InlineData("""["ce", {"squared": true}]""", "'squared'")]
    [InlineData("""["jsd", 0]""", "beta of 'jsd' is 0")]
    [InlineData("""["jsd", 1]""", "beta of 'jsd' is 1")]
    [InlineData("""["jsd", "half"]""", "not a number")]
    [InlineData("""["minilm_relation", 2.5]""", "'heads' of 'minilm_relation' is 2.5")]
    [InlineData("""["minilm_relation", 1e30]""", "must be a whole number")]
    [InlineData("""["minilm_relation", 0]""", "at least 1")]
    public void Make_with_arguments_that_cannot_be_says_which(string json, string part) =>
        Assert.Contains(part, Problem(json), StringComparison.Ordinal);

    [Fact]
    public void Make_with_an_argument_that_cannot_be_writes_its_number_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            foreach (string json in new[] { """["dkd", -2.5]""", """["jsd", -2.5]""", """["minilm_relation", -2.5]""" })
                Assert.Contains("-2.5", Problem(json), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("""["dkd", 2]""")]
    [InlineData("""["dkd", {"beta": 0}]""")]
    [InlineData("""["dist", 1, 2]""")]
    [InlineData("""["dist", {"gamma": 0}]""")]
    [InlineData("""["ce", true]""")]
    [InlineData("""["ce", {"t_squared": false}]""")]
    [InlineData("""["jsd", 0.1]""")]
    [InlineData("""["minilm_relation", {"heads": 4}]""")]
    public void Make_with_arguments_that_can_be_is_a_loss(string json) => Make(json);

    private static string Problem(string json) => Assert.Throws<ConfigurationException>(() => Make(json)).Message;

    private static void Make(string json)
    {
        Named named = JsonSerializer.Deserialize<Named>(json)!;
        if (LossNames.Distillation.Knows(named.Name)) LossNames.Distillation.Make(named);
        else LossNames.Match.Make(named);
    }
}
