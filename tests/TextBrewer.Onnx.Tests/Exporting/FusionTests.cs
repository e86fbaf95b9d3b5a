using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
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
    [InlineData("xlm-roberta-sequence")]
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

    // Norms: two a layer and the embeddings'; ModernBERT's first layer has one, and behind its last one and in its head there are more.
    // Turns: of queries and keys, but for the one query that the last layer asks. Products of positions: two a layer of DeBERTa's.
    [Theory]
    [InlineData("mpnet", ExportForm.Runtime, "Attention 3, LayerNormalization 7, BiasGelu 3, Sum 7")]
    [InlineData("mpnet", ExportForm.Int8, "Attention 3, LayerNormalization 7, Gelu 3, DynamicQuantizeMatMul 15")]
    [InlineData("albert-sequence", ExportForm.Runtime, "Attention 3, LayerNormalization 7, Sum 7")]
    [InlineData("albert-sequence", ExportForm.Int8, "Attention 3, LayerNormalization 7, DynamicQuantizeMatMul 16")]
    [InlineData("deberta-v3-sequence", ExportForm.Runtime, "Attention 3, LayerNormalization 7, BiasGelu 3, GatherElements 6")]
    [InlineData(
        "deberta-v3-sequence",
        ExportForm.Int8,
        "Attention 3, LayerNormalization 7, Gelu 4, GatherElements 6, MatMul 6, DynamicQuantizeMatMul 15")]
    [InlineData(
        "modernbert-sequence",
        ExportForm.Runtime,
        "Attention 4, LayerNormalization 10, Gelu 5, RotaryEmbedding 7, Split 4, MatMul 25")]
    [InlineData(
        "modernbert-sequence",
        ExportForm.Int8,
        "Attention 4, LayerNormalization 10, Gelu 4, RotaryEmbedding 7, Split 8, DynamicQuantizeMatMul 19")]
    public void Session_of_a_modern_encoder_runs_as_many_operators_as_it_has_layers_for(string name, ExportForm form, string expected)
    {
        Dictionary<string, int> counts = Operators(name, form, out _);
        // Quantised products have another name where the processor has other instructions.
        counts["DynamicQuantizeMatMul"] =
            counts.GetValueOrDefault("DynamicQuantizeMatMul") + counts.GetValueOrDefault("MatMulIntegerToFloat");
        Assert.Equal(
            expected,
            string.Join(", ", expected.Split(", ").Select(one => one.Split(' ')[0]).Select(op => $"{op} {counts.GetValueOrDefault(op)}")));
        Assert.All(["SkipLayerNormalization", "Softmax", "MatMulInteger"], op => Assert.False(counts.ContainsKey(op), op));
    }

    [Theory]
    [InlineData("bert-sequence")]
    [InlineData("distilbert-sequence")]
    [InlineData("xlm-roberta-sequence")]
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
    [InlineData("xlm-roberta-sequence", ExportForm.Runtime, 1)]
    [InlineData("albert-sequence", ExportForm.Portable, 1)]
    [InlineData("deberta-v3-sequence", ExportForm.Runtime, 1)]
    [InlineData("deberta-v3-sequence", ExportForm.Portable, 1)]
    [InlineData("deberta-v3-sequence", ExportForm.Int8, 1)]
    [InlineData("modernbert-sequence", ExportForm.Runtime, 1)]
    [InlineData("modernbert-sequence", ExportForm.Portable, 1)]
    [InlineData("modernbert-sequence", ExportForm.Int8, 1)]
    [InlineData("modernbert-token", ExportForm.Runtime, 5)]
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
        string encoder = Architecture.Of(GoldenModels.Config(name)).Prefix + ".";
        string last = model.Graph.Node
            .Last(node => node.OpType == "LayerNormalization" && node.Input[1].StartsWith(encoder, StringComparison.Ordinal)).Output[0];
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
        using TaskModel model = GoldenModels.Architecture(name).EndsWith("Model", StringComparison.Ordinal)
            ? new SequenceClassifier(GoldenModels.Config(name), seed: 1)
            : GoldenModels.Load(name);
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
