using TextBrewer.Reports.Pages;

namespace TextBrewer.Reports.Tests;

/// <summary>Files of a run's folder that no run writes: refused with the file, or left out, and never a fault of ours.</summary>
public sealed class DamagedRunTests
{
    private const string Said = "\"versions\":{\"student\":{\"decision\":[\"O\",\"O\"],\"confidences\":[0.5,0.5]}}";

    [Theory]
    [InlineData("result.json", "{\"status\":\"completed\",\"steps\":1,\"seconds\":1,\"seed\":1,\"student\":{\"dev\":{\"f1\":1,\"f1\":1}}}")]
    [InlineData("result.json", "{\"status\":\"completed\",\"steps\":1,\"seconds\":1,\"seed\":1,\"ablation\":{\"x\":null}}")]
    [InlineData("run.json", "{\"tasks\":[null],\"trained\":{},\"software\":{},\"machine\":{}}")]
    [InlineData("predictions.jsonl", "{\"example\":1,\"versions\":{\"student\":null}}")]
    [InlineData("predictions.jsonl", "{\"example\":1,\"versions\":{\"student\":{}}}")]
    [InlineData("predictions.jsonl", "{\"example\":1,\"gold\":[null],\"versions\":{}}")]
    [InlineData("predictions.jsonl", "{\"example\":1,\"words\":[\"a\"],\"gold\":[\"O\",\"O\"]," + Said + "}")]
    [InlineData("predictions.jsonl", "{\"example\":1,\"words\":[\"a\",\"b\"],\"gold\":[\"O\"]," + Said + "}")]
    [InlineData("predictions.jsonl", "{\"example\":1,\"gold\":[\"O\"]," + Said + "}")]
    public void File_that_no_run_writes_is_named(string file, string text)
    {
        using WrittenRun run = new();
        run.Write(file, text);
        string message = Assert.Throws<InvalidDataException>(() => ReportPage.Render(run.Folder)).Message;
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Contains("not what a run writes", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metrics.jsonl", "{\"step\":\"one\",\"learning_rate\":1}\n{\"step\":0,\"learning_rate\":1}\n")]
    [InlineData("result.json", "{\"status\":\"completed\",\"steps\":1,\"seconds\":1e308,\"seed\":1}")]
    [InlineData("result.json", "{\"status\":\"completed\",\"steps\":1,\"seconds\":1,\"seed\":1,\"parity\":{\"student_onnx_int8\":"
        + "{\"largest_difference\":0,\"before\":{},\"after\":{},\"bytes\":1}}}")]
    [InlineData("result.json", "{\"status\":\"completed\",\"steps\":1,\"seconds\":1,\"seed\":1,"
        + "\"teacher\":{\"dev\":{\"f1\":1},\"bytes\":1},\"student\":{\"dev\":{\"f1\":1},\"bytes\":1,\"latency_ms\":{\"p50\":-1}}}")]
    [InlineData("run.json", "{\"tasks\":[{\"kind\":\"tagging\"}],\"trained\":{},\"software\":{},\"machine\":{}}")]
    [InlineData("ablation/baseline/metrics.jsonl", "{\"step\":0,\"learning_rate\":1}\n")]
    public void Value_that_means_nothing_is_left_out(string file, string text)
    {
        using WrittenRun run = new();
        run.Write(file, text);
        Assert.Contains("</html>", ReportPage.Render(run.Folder), StringComparison.Ordinal);
    }
}
