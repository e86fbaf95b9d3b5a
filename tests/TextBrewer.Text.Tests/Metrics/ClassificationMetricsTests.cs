using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Text.Metrics;

namespace TextBrewer.Text.Tests.Metrics;

public sealed class ClassificationMetricsTests
{
    [Fact]
    public void Metrics_of_golden_cases_equal_scikit_learn()
    {
        JsonElement[] cases = [.. Golden.Json("metrics/classification.json").EnumerateArray()];
        Assert.NotEmpty(cases);
        foreach (JsonElement golden in cases)
        {
            JsonElement confusion = golden.GetProperty("confusion");
            int labels = confusion.GetArrayLength();
            ClassificationMetrics metrics = new(Numbers("gold"), Numbers("predicted"), labels);
            Agree.Assert(Value("accuracy"), metrics.Accuracy, 1e-9, "accuracy");
            Agree.Assert(Value("matthews"), metrics.Matthews, 1e-9, "matthews");
            Agree.Assert(Value("f1_macro"), metrics.MacroF1, 1e-9, "f1_macro");
            Agree.Assert(Value("f1_micro"), metrics.F1Micro, 1e-9, "f1_micro");
            if (labels == 2) Agree.Assert(Value("f1_binary"), metrics.F1, 1e-9, "f1_binary");
            else
            {
                Agree.Assert(Value("precision_macro"), metrics.Precision, 1e-9, "precision_macro");
                Agree.Assert(Value("recall_macro"), metrics.Recall, 1e-9, "recall_macro");
            }
            for (int i = 0; i < labels; i++)
                for (int j = 0; j < labels; j++) Assert.Equal(confusion[i][j].GetInt64(), metrics.Confusion[i, j]);

            int[] Numbers(string key) => [.. golden.GetProperty(key).EnumerateArray().Select(e => e.GetInt32())];
            double Value(string key) => golden.GetProperty(key).GetDouble();
        }
    }
}
