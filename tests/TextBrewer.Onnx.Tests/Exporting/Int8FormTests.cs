using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using TextBrewer.Models.Encoders;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using TextBrewer.Onnx.Schema;
using TextBrewer.Onnx.Tests.Emulation;
using TextBrewer.Testing;
using TextBrewer.Text.Machine;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>Every golden model in int8.</summary>
public sealed class Int8FormTests
{
    public static TheoryData<string> Models() => [.. GoldenModels.Names];

    /// <summary>
    /// ONNX Runtime against our own arithmetic. The file is run once more, operator by operator from its scales and weights: quantisation
    /// in float32 as ONNX specifies it, sums of whole numbers exact, everything else in float64. Both agree to 1e-4 of the largest value.
    /// Where a value stands on a rounding tie, the order of float32's additions before it decides to which side it goes; then there must be
    /// sides for the ties, and for them alone, with which both agree. Weights as signed and as unsigned bytes are the same model; signed
    /// ones saturate on processors without VNNI and are left out there. How near int8 is to float32 is measured on real models, not here.
    /// </summary>
    [Theory, MemberData(nameof(Models))]
    public void Int8_form_gives_what_its_own_arithmetic_gives(string name)
    {
        const double Tolerance = 1e-4;
        using TemporaryFolder folder = new();
        ExportGoldenTests.Export(name, folder["model.onnx"], ExportForm.Int8);
        JsonElement given = GoldenModels.Expected(name).GetProperty("inputs");
        ModelProto written = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["model.onnx"]));
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> inputs = written.Graph.Input
            .ToDictionary(input => input.Name, input => Agree.Tensor(given.GetProperty(input.Name), ScalarType.Int64));
        foreach (string precision in Processor.Int8Saturates ? (string[])["1"] : ["0", "1"])
        {
            Explanation explanation = new(written.Graph, inputs, Run(folder["model.onnx"], inputs, precision), Tolerance);
            string ties = string.Join(", ", explanation.Ties.Select(tie => FormattableString.Invariant(
                $"{tie.Key.Node}[{tie.Key.Index}] at {tie.Value:R}{(explanation.Turned.Contains(tie.Key) ? " turned" : "")}")));
            string report = FormattableString.Invariant(
                $"{name}, precision {precision}: off by {explanation.Untouched:E1}, with ties turned by {explanation.Distance:E1}; ")
                + $"{explanation.Ties.Count} values on a tie, {explanation.Turned.Count} turned: {ties}";
            TestContext.Current.TestOutputHelper?.WriteLine(report);
            Assert.True(explanation.Distance <= Tolerance, report);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Recurrent_model_in_int8_has_its_recurrence_in_float32_and_loads_with_unsigned_weights(string precision)
    {
        EncoderConfig config = GoldenModels.BiGru(layers: 2);
        using TemporaryFolder folder = new();
        using TokenClassifier tagger = new(config.WithLabels(["a", "b", "c"]), seed: 1);
        OnnxExport.Write(tagger, folder["model.onnx"], ExportForm.Int8);
        ModelProto written = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder["model.onnx"]));
        foreach (NodeProto recurrence in written.Graph.Node.Where(node => node.OpType == "GRU"))
            Assert.All(recurrence.Input.Skip(1).Take(3), weight => Assert.Equal(
                (int)TensorProto.Types.DataType.Float,
                written.Graph.Initializer.Single(tensor => tensor.Name == weight).DataType));
        using InferenceSession session = Open(folder["model.onnx"], precision);
        Assert.Equal(["logits"], session.OutputNames);
    }

    private static InferenceSession Open(string path, string precision) => OrtEnvironment.Open(path, options =>
    {
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        options.AddSessionConfigEntry("session.x64quantprecision", precision);
    });

    private static Dictionary<string, double[]> Run(string path, IReadOnlyDictionary<string, Tensor> given, string precision)
    {
        using InferenceSession session = Open(path, precision);
        Dictionary<string, OrtValue> inputs = given.ToDictionary(input => input.Key, input => TensorValues.ToValue(input.Value));
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, inputs, session.OutputNames);
        foreach (OrtValue value in inputs.Values) value.Dispose();
        return session.OutputNames.Zip(outputs)
            .ToDictionary(o => o.First, o => o.Second.GetTensorDataAsSpan<float>().ToArray().Select(value => (double)value).ToArray());
    }
}
