using Microsoft.ML.OnnxRuntime;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Schema;
using TextBrewer.Testing;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>The graph that a session really runs: what ONNX Runtime made of ours.</summary>
public sealed class FusionTests
{
    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("roberta-sequence")]
    [InlineData("electra-sequence")]
    [InlineData("distilbert-sequence")]
    public void Session_of_the_runtime_form_runs_one_attention_and_two_plain_norms_a_layer(string name)
    {
        Dictionary<string, int> counts = Operators(name, ExportForm.Runtime, out int layers);
        Assert.Equal(layers, counts["MultiHeadAttention"]);
        // One more is the embeddings'. Fused with their sums they would take several times as long.
        Assert.Equal((2 * layers) + 1, counts["LayerNormalization"]);
        Assert.False(counts.ContainsKey("SkipLayerNormalization"));
        Assert.Equal(layers, counts["BiasGelu"]);
        Assert.False(counts.ContainsKey("Softmax"));
    }

    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("distilbert-sequence")]
    public void Session_of_the_int8_form_runs_four_quantised_products_a_layer(string name)
    {
        Dictionary<string, int> counts = Operators(name, ExportForm.Int8, out int layers);
        Assert.Equal(layers, counts["MultiHeadAttention"]);
        // Queries, keys and values together; the output; both halves of the feed-forward network; and the head's.
        Assert.InRange(counts.GetValueOrDefault("DynamicQuantizeMatMul") + counts.GetValueOrDefault("MatMulIntegerToFloat"), 4 * layers, (4 * layers) + 2);
        Assert.False(counts.ContainsKey("MatMulInteger"));
        Assert.False(counts.ContainsKey("MatMul"));
    }

    private static Dictionary<string, int> Operators(string name, ExportForm form, out int layers)
    {
        using TemporaryFolder folder = new();
        using TaskModel model = GoldenModels.Load(name);
        layers = model.Config.NumHiddenLayers;
        OnnxExport.Write(model, folder["model.onnx"], form);
        using (SessionOptions options = new() { OptimizedModelFilePath = folder["optimized.onnx"], LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL })
        using (new InferenceSession(folder["model.onnx"], options))
        {
        }
        ModelProto optimized = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["optimized.onnx"]));
        Dictionary<string, int> counts = optimized.Graph.Node.GroupBy(node => node.OpType).ToDictionary(g => g.Key, g => g.Count());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}")));
        return counts;
    }
}
