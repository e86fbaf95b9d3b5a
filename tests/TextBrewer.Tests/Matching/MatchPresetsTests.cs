using System.Text.Json;
using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Losses;
using TextBrewer.Naming;

namespace TextBrewer.Tests.Matching;

public sealed class MatchPresetsTests
{
    private static readonly Gen<(string Preset, int Teacher, int Student)> Evenly =
        Gen.Select(
            Gen.OneOf([.. MatchPresets.SpreadNames.Where(name => name.StartsWith("evenly", StringComparison.Ordinal))]),
            Gen.Int[1, 30],
            Gen.Int[1, 30]);

    [Fact]
    public void There_are_18_presets_and_their_layers_fit_a_teacher_of_12()
    {
        Assert.Equal(18, MatchPresets.Names.Count);
        foreach (string name in MatchPresets.Names)
        {
            foreach (IntermediateMatch match in MatchPresets.Expand(name))
            {
                // Hidden states have the embedding output at 0; a list of attention has 12 entries, where TextBrewer's presets name the
                // 13th.
                int last = match.Feature == "hidden" ? 12 : 11;
                Assert.All(match.TeacherLayer.Values, layer => Assert.InRange(layer, 0, last));
                Assert.Equal(1, match.Weight);
                Assert.Empty(match.Problems("$", DistillationNames.Registered));
            }
        }
    }

    [Theory]
    [InlineData("L3n_hidden_mse", """
        [
          { "layer_T": 0, "layer_S": 0, "feature": "hidden", "loss": "hidden_mse", "weight": 1, "proj": ["linear", 384, 768] },
          { "layer_T": 4, "layer_S": 1, "feature": "hidden", "loss": "hidden_mse", "weight": 1, "proj": ["linear", 384, 768] },
          { "layer_T": 8, "layer_S": 2, "feature": "hidden", "loss": "hidden_mse", "weight": 1, "proj": ["linear", 384, 768] },
          { "layer_T": 12, "layer_S": 3, "feature": "hidden", "loss": "hidden_mse", "weight": 1, "proj": ["linear", 384, 768] }
        ]
        """)]
    [InlineData("L4_hidden_smmd", """
        [
          { "layer_T": [0, 0], "layer_S": [0, 0], "feature": "hidden", "loss": "mmd", "weight": 1 },
          { "layer_T": [3, 3], "layer_S": [1, 1], "feature": "hidden", "loss": "mmd", "weight": 1 },
          { "layer_T": [6, 6], "layer_S": [2, 2], "feature": "hidden", "loss": "mmd", "weight": 1 },
          { "layer_T": [9, 9], "layer_S": [3, 3], "feature": "hidden", "loss": "mmd", "weight": 1 },
          { "layer_T": [12, 12], "layer_S": [4, 4], "feature": "hidden", "loss": "mmd", "weight": 1 }
        ]
        """)]
    [InlineData("L3_attention_ce", """
        [
          { "layer_T": 3, "layer_S": 0, "feature": "attention_scores", "loss": "attention_ce" },
          { "layer_T": 7, "layer_S": 1, "feature": "attention_scores", "loss": "attention_ce" },
          { "layer_T": 11, "layer_S": 2, "feature": "attention_scores", "loss": "attention_ce" }
        ]
        """)]
    [InlineData("L4_attention_mse", """
        [
          { "layer_T": 2, "layer_S": 0, "feature": "attention_scores", "loss": "attention_mse" },
          { "layer_T": 5, "layer_S": 1, "feature": "attention_scores", "loss": "attention_mse" },
          { "layer_T": 8, "layer_S": 2, "feature": "attention_scores", "loss": "attention_mse" },
          { "layer_T": 11, "layer_S": 3, "feature": "attention_scores", "loss": "attention_mse" }
        ]
        """)]
    public void Preset_is_the_list_that_TextBrewer_has(string name, string json) =>
        Assert.Equal(JsonSerializer.Deserialize<List<IntermediateMatch>>(json, ConfigurationJson.Options)!, MatchPresets.Expand(name));

    // The layers of Sun et al. 2019, section 3.2: a teacher of 12 layers, a student of 6.
    [Theory]
    [InlineData("skip:pkd", new[] { 1, 2, 3, 4, 5 }, new[] { 2, 4, 6, 8, 10 })]
    [InlineData("last:pkd", new[] { 1, 2, 3, 4, 5 }, new[] { 7, 8, 9, 10, 11 })]
    [InlineData("final:cos", new[] { 6 }, new[] { 12 })]
    public void Spread_pairs_the_layers_that_its_paper_names(string preset, int[] student, int[] teacher)
    {
        IReadOnlyList<IntermediateMatch> matches = MatchPresets.Expand(preset, 12, 6);
        Assert.Equal(student, matches.Select(match => match.StudentLayer.Values[0]));
        Assert.Equal(teacher, matches.Select(match => match.TeacherLayer.Values[0]));
        Assert.Equal(["cos"], MatchList.FromString("final:cos").Resolve(2, 2).Select(match => match.Loss.Name));
    }

    [Fact]
    public void Weight_before_a_preset_is_that_of_its_matches()
    {
        IReadOnlyList<IntermediateMatch> matches = MatchPresets.Expand("100*skip:pkd + evenly:mmd+0.5*L3_hidden_mse", 12, 6);
        Assert.Equal(
            [.. Enumerable.Repeat(100.0, 5), .. Enumerable.Repeat(1.0, 7), .. Enumerable.Repeat(0.5, 4)],
            matches.Select(match => match.Weight));
        Assert.Contains(
            "The weight before '*skip:pkd'",
            Assert.Throws<ConfigurationException>(() => MatchPresets.Expand("-1*skip:pkd", 12, 6)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => MatchPresets.Expand("much*skip:pkd", 12, 6));
    }

    [Theory]
    [InlineData("skip:pkd")]
    [InlineData("evenly:mmd+last:cos")]
    public void Spread_that_compares_nothing_of_a_student_is_refused(string preset) => Assert.Contains(
        "a student of 1 has none",
        Assert.Throws<ConfigurationException>(() => MatchPresets.Expand(preset, 12, 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Spread_is_within_both_models_for_every_pair_of_depths() => Evenly.Sample((_, teacher, student) =>
    {
        foreach (string preset in (string[])["skip:hidden_mse", "last:hidden_mse", "final:hidden_mse"])
            foreach (IntermediateMatch match in MatchPresets.Expand(preset, teacher, student + 1))
            {
                Assert.All(match.StudentLayer.Values, layer => Assert.InRange(layer, 1, student + 1));
                if (teacher > student) Assert.All(match.TeacherLayer.Values, layer => Assert.InRange(layer, 1, teacher));
            }
    });

    [Fact]
    public void Evenly_is_valid_for_every_pair_of_depths() => Evenly.Sample((preset, teacher, student) =>
    {
        IReadOnlyList<IntermediateMatch> matches = MatchPresets.Expand(preset, teacher, student);
        bool hidden = matches[0].Feature == "hidden";
        Assert.Equal(hidden ? student + 1 : student, matches.Count);
        int last = hidden ? teacher : teacher - 1;
        foreach (IntermediateMatch match in matches)
        {
            Assert.All(match.TeacherLayer.Values, layer => Assert.InRange(layer, 0, last));
            Assert.Empty(match.Problems("$", DistillationNames.Registered));
        }
        // From the first layer to the last, never back.
        Assert.Equal(last, matches[^1].TeacherLayer.Values[0]);
        Assert.Equal(matches.Select(m => m.TeacherLayer.Values[0]).Order(), matches.Select(m => m.TeacherLayer.Values[0]));
    });

    [Fact]
    public void Evenly_takes_the_rounded_share_of_the_depth() =>
        Assert.Equal(
            [(0, 0), (1, 4), (2, 8), (3, 12)],
            MatchPresets.Expand("evenly:hidden_mse", 12, 3).Select(m => (m.StudentLayer.Values[0], m.TeacherLayer.Values[0])));

    [Fact]
    public void Joined_presets_give_all_matches()
    {
        Assert.Equal(
            MatchPresets.Expand("evenly:hidden_mse", 6, 3).Concat(MatchPresets.Expand("L3_hidden_smmd")),
            MatchPresets.Expand("evenly:hidden_mse + L3_hidden_smmd", 6, 3));
    }

    [Theory]
    [InlineData("L3_hiden_mse", "Did you mean 'L3_hidden_mse'")]
    [InlineData("evenly:hiden_mse", "Did you mean 'hidden_mse'")]
    [InlineData("L3_hidden_mse+", "no preset ''")]
    public void Unknown_preset_is_an_error_that_suggests_the_nearest(string preset, string says)
    {
        Assert.Contains(
            says,
            Assert.Throws<ConfigurationException>(() => MatchPresets.Expand(preset, 6, 3)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            new DistillationConfig { IntermediateMatches = preset }.Problems(),
            problem => problem.StartsWith("$.intermediate_matches: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Own_loss_that_is_registered_has_an_evenly_preset()
    {
        LossNames.Match.Register("own_for_evenly", Make);
        Assert.Equal("own_for_evenly", MatchPresets.Expand("evenly:own_for_evenly", 4, 2)[0].Loss.Name);

        static HiddenMeanSquaredError Make(Named named)
        {
            named.Numbers(); // None: the table is every test's, and one asks that losses without arguments refuse them.
            return new HiddenMeanSquaredError();
        }
    }
}
