using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using TextBrewer.Configuration;
using TextBrewer.Models.Architectures;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Schema;
using TextBrewer.Testing;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>Every golden model in int8.</summary>
public sealed class Int8FormTests
{
    public static TheoryData<string> Models() => [.. GoldenModels.Names];

    /// <summary>
    /// Without VNNI a product of unsigned and signed bytes saturates, and ONNX Runtime is told to have both unsigned: the sums are the
    /// same.
    /// </summary>
    [Theory, MemberData(nameof(Models))]
    public void Int8_form_is_near_the_golden_outputs_and_the_same_with_unsigned_weights(string name)
    {
        using TemporaryFolder folder = new();
        ExportGoldenTests.Export(name, folder["model.onnx"], ExportForm.Int8);
        JsonElement golden = Golden.Json($"models/{name}/expected.json");
        (Dictionary<string, float[]> signed, Dictionary<string, float[]> unsigned) = (Run(folder["model.onnx"], golden, "0"), Run(
            folder["model.onnx"],
            golden,
            "1"));
        foreach ((string output, float[] values) in signed)
        {
            using var scope = NewDisposeScope();
            float[] expected = Agree.Tensor(golden.GetProperty("outputs").GetProperty(output), ScalarType.Float32).data<float>().ToArray();
            float largest = expected.Max(MathF.Abs);
            Assert.InRange(Largest(values, expected), 0, 0.15 * largest);
            Assert.InRange(Largest(values, unsigned[output]), 0, 1e-5 * largest);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Recurrent_model_in_int8_has_its_recurrence_in_float32_and_loads_with_unsigned_weights(string precision)
    {
        EncoderConfig config = StudentShapes.Apply(
            "BiGRU",
            new EncoderConfig
            {
                VocabSize = 40,
                MaxPositionEmbeddings = 20
            }) with
        { HiddenSize = 12, NumAttentionHeads = 2, NumHiddenLayers = 2 };
        using TemporaryFolder folder = new();
        using TokenClassifier tagger = new(config.WithLabels(["a", "b", "c"]), seed: 1);
        OnnxExport.Write(tagger, folder["model.onnx"], ExportForm.Int8);
        ModelProto written = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["model.onnx"]));
        foreach (NodeProto recurrence in written.Graph.Node.Where(node => node.OpType == "GRU"))
            Assert.All(recurrence.Input.Skip(1).Take(3), weight => Assert.Equal(
                (int)TensorProto.Types.DataType.Float,
                written.Graph.Initializer.Single(tensor => tensor.Name == weight).DataType));
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.AddSessionConfigEntry("session.x64quantprecision", precision);
        using InferenceSession session = new(folder["model.onnx"], options);
        Assert.Equal(["logits"], session.OutputNames);
    }

    private static Dictionary<string, float[]> Run(string path, JsonElement golden, string precision)
    {
        using SessionOptions options = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.AddSessionConfigEntry("session.x64quantprecision", precision);
        using InferenceSession session = new(path, options);
        Dictionary<string, OrtValue> inputs = session.InputMetadata.Keys.ToDictionary(name => name, name =>
        {
            using var scope = NewDisposeScope();
            Tensor values = Agree.Tensor(golden.GetProperty("inputs").GetProperty(name), ScalarType.Int64);
            return OrtValue.CreateTensorValueFromMemory(values.data<long>().ToArray(), values.shape);
        });
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, inputs, session.OutputNames);
        foreach (OrtValue value in inputs.Values) value.Dispose();
        return session.OutputNames.Zip(outputs).ToDictionary(o => o.First, o => o.Second.GetTensorDataAsSpan<float>().ToArray());
    }

    private static double Largest(float[] values, float[] others) => values.Zip(others, (a, b) => Math.Abs((double)a - b)).Max();
}
