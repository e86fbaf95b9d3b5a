using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using TextBrewer.Configuration;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
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
        Assert.Equal(layers, counts["Attention"]);
        // One more is the embeddings'. Fused with their sums they would take several times as long.
        Assert.Equal((2 * layers) + 1, counts["LayerNormalization"]);
        Assert.False(counts.ContainsKey("SkipLayerNormalization"));
        Assert.Equal(layers, counts["BiasGelu"]);
        Assert.False(counts.ContainsKey("Softmax"));
        Assert.False(counts.ContainsKey("Split"));
    }

    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("distilbert-sequence")]
    public void Session_of_the_int8_form_runs_four_quantised_products_a_layer(string name)
    {
        Dictionary<string, int> counts = Operators(name, ExportForm.Int8, out int layers);
        Assert.Equal(layers, counts["Attention"]);
        // Queries, keys and values together; the output; both halves of the feed-forward network. The last layer's query stands alone, and
        // the head has two.
        Assert.Equal(
            (4 * layers) + 3,
            counts.GetValueOrDefault("DynamicQuantizeMatMul") + counts.GetValueOrDefault("MatMulIntegerToFloat"));
        Assert.False(counts.ContainsKey("MatMulInteger"));
        Assert.False(counts.ContainsKey("MatMul"));
    }

    [Theory]
    [InlineData("bert-sequence", ExportForm.Runtime, 1)]
    [InlineData("bert-sequence", ExportForm.Portable, 1)]
    [InlineData("bert-sequence", ExportForm.Int8, 1)]
    [InlineData("bert-choice", ExportForm.Runtime, 1)]
    [InlineData("distilbert-sequence", ExportForm.Runtime, 1)]
    [InlineData("bert-token", ExportForm.Runtime, 5)]
    [InlineData("bert-qa", ExportForm.Int8, 5)]
    public void Last_layer_computes_only_the_positions_that_the_head_reads(string name, ExportForm form, int positions)
    {
        using TemporaryFolder folder = new();
        using (TaskModel source = GoldenModels.Load(name)) OnnxExport.Write(source, folder["model.onnx"], form);
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["model.onnx"]));
        string last = model.Graph.Node.Last(node => node.OpType == "LayerNormalization").Output[0];
        model.Graph.Output
            .Add(new ValueInfoProto { Name = last, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
        File.WriteAllBytes(folder["open.onnx"], model.ToByteArray());

        using InferenceSession session = OrtEnvironment.Open(folder["open.onnx"], _ => { });
        long[] shape = name == "bert-choice" ? [1, 2, 5] : [2, 5], ones = [.. Enumerable.Repeat(1L, 10)];
        Dictionary<string, OrtValue> inputs = session.InputNames
            .ToDictionary(input => input, _ => OrtValue.CreateTensorValueFromMemory(ones, shape));
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, inputs, [last]);
        Assert.Equal([2, positions, 24], outputs[0].GetTensorTypeAndShape().Shape);
        foreach (OrtValue input in inputs.Values) input.Dispose();
    }

    private static Dictionary<string, int> Operators(string name, ExportForm form, out int layers)
    {
        using TemporaryFolder folder = new();
        using TaskModel model = GoldenModels.Load(name);
        layers = model.Config.NumHiddenLayers;
        OnnxExport.Write(model, folder["model.onnx"], form);
        OrtEnvironment.Open(folder["model.onnx"], options =>
        {
            options.OptimizedModelFilePath = folder["optimized.onnx"];
            options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        }).Dispose();
        ModelProto optimized = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["optimized.onnx"]));
        Dictionary<string, int> counts = optimized.Graph.Node.GroupBy(node => node.OpType).ToDictionary(g => g.Key, g => g.Count());
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", counts.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}")));
        return counts;
    }
}
