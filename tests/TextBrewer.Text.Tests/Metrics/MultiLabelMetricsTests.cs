using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class MultiLabelMetricsTests
{
    [Fact]
    public void Metrics_of_golden_labels_equal_scikit_learn()
    {
        JsonElement golden = Golden.Json("metrics/other.json").GetProperty("multilabel");
        MultiLabelMetrics metrics = new(Rows("gold"), Rows("predicted"));
        Agree.Assert(golden.GetProperty("f1_micro").GetDouble(), metrics.F1Micro, 1e-9, "f1_micro");
        Agree.Assert(golden.GetProperty("f1_macro").GetDouble(), metrics.F1, 1e-9, "f1_macro");
        Agree.Assert(golden.GetProperty("f1_samples").GetDouble(), metrics.F1Samples, 1e-9, "f1_samples");
        Agree.Assert(golden.GetProperty("exact").GetDouble(), metrics.ExactMatch, 1e-9, "exact");
        Agree.Assert(golden.GetProperty("hamming").GetDouble(), metrics.Hamming, 1e-9, "hamming");

        bool[][] Rows(string key) =>
            [.. golden.GetProperty(key).EnumerateArray().Select(row => row.EnumerateArray().Select(e => e.GetInt32() == 1).ToArray())];
    }

    [Fact]
    public void Metrics_of_small_cases_are_what_a_pencil_says()
    {
        MultiLabelMetrics metrics = new([[true, false], [true, true]], [[true, true], [false, false]]);
        Assert.Equal(
            (2 / 3.0 / 2, 0.4, 2 / 3.0 / 2, 0, 0.75),
            (metrics.F1, metrics.F1Micro, metrics.F1Samples, metrics.ExactMatch, metrics.Hamming));
        Assert.Equal((0.5, 0.25), (metrics.Precision, metrics.Recall));
        Assert.Equal(
            (0, 0, 0),
            (new MultiLabelMetrics([], []).F1, new MultiLabelMetrics([], []).ExactMatch, new MultiLabelMetrics([], []).Hamming));
    }

    [Fact]
    public void Metrics_of_rows_that_do_not_match_are_refused() =>
        Assert.Throws<ArgumentException>(() => new MultiLabelMetrics([[true]], [[true, false]]));
}
