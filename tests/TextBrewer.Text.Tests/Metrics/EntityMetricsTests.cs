using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Features;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class EntityMetricsTests
{
    [Fact]
    public void Metrics_of_golden_sentences_equal_seqeval()
    {
        JsonElement[] cases = [.. Golden.Json("metrics/sequence_labelling.json").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            string mode = $"{golden.GetProperty("mode")} {golden.GetProperty("scheme")}";
            TagScheme? strict = golden.GetProperty("scheme").GetString() switch
            {
                null => null,
                "IOB1" => TagScheme.Iob1,
                "IOB2" => TagScheme.Iob2,
                "IOBES" => TagScheme.Bioes,
                string other => throw new InvalidDataException(other),
            };
            EntityMetrics metrics = new(Sentences(golden.GetProperty("gold")), Sentences(golden.GetProperty("predicted")), strict);
            Agree.Assert(golden.GetProperty("f1").GetDouble(), metrics.F1, 1e-9, $"{mode} f1");
            Agree.Assert(golden.GetProperty("precision").GetDouble(), metrics.Precision, 1e-9, $"{mode} precision");
            Agree.Assert(golden.GetProperty("recall").GetDouble(), metrics.Recall, 1e-9, $"{mode} recall");

            Dictionary<string, EntityTypeScore> rows = metrics.Types.ToDictionary(type => type.Type);
            rows["micro avg"] = new EntityTypeScore("", metrics.Precision, metrics.Recall, metrics.F1, metrics.Support);
            rows["macro avg"] = new EntityTypeScore("", metrics.MacroPrecision, metrics.MacroRecall, metrics.MacroF1, metrics.Support);
            rows["weighted avg"] = new EntityTypeScore(
                "",
                metrics.WeightedPrecision,
                metrics.WeightedRecall,
                metrics.WeightedF1,
                metrics.Support);
            Assert.Equal(golden.GetProperty("report").EnumerateObject().Select(row => row.Name).Order(), rows.Keys.Order());
            foreach (JsonProperty row in golden.GetProperty("report").EnumerateObject())
            {
                Agree.Assert(
                    row.Value.GetProperty("precision").GetDouble(),
                    rows[row.Name].Precision,
                    1e-9,
                    $"{mode} {row.Name} precision");
                Agree.Assert(row.Value.GetProperty("recall").GetDouble(), rows[row.Name].Recall, 1e-9, $"{mode} {row.Name} recall");
                Agree.Assert(row.Value.GetProperty("f1-score").GetDouble(), rows[row.Name].F1, 1e-9, $"{mode} {row.Name} f1");
                Agree.Assert(row.Value.GetProperty("support").GetDouble(), rows[row.Name].Support, 1e-9, $"{mode} {row.Name} support");
            }
        }
    }

    [Fact]
    public void Metrics_without_any_entity_are_0_and_numbers()
    {
        EntityMetrics none = new([["O", "O"]], [["O", "O"]]);
        Assert.Equal((0, 0, 0, 0, 0, 1), (none.F1, none.Precision, none.Recall, none.MacroF1, none.WeightedF1, none.Accuracy));
        EntityMetrics invented = new([["O", "O"]], [["B-PER", "O"]]);
        Assert.Equal((0, 0, 0.5), (invented.F1, invented.WeightedF1, invented.Accuracy));
        Assert.Equal(0, new EntityMetrics([], []).Accuracy);
    }

    [Fact]
    public void Metrics_of_sentences_that_do_not_match_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new EntityMetrics([["O"]], []));
        Assert.Throws<ArgumentException>(() => new EntityMetrics([["O"]], [["O", "O"]]));
        Assert.Contains(
            "'E-PER' is not a tag of IOB2",
            Assert.Throws<ArgumentException>(() => new EntityMetrics([["O"]], [["E-PER"]], TagScheme.Iob2)).Message,
            StringComparison.Ordinal);
    }

    private static string[][] Sentences(JsonElement json) =>
        [.. json.EnumerateArray().Select(s => s.EnumerateArray().Select(t => t.GetString()!).ToArray())];
}
