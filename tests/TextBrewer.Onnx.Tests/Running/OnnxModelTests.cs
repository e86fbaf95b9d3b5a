using CsCheck;
using Google.Protobuf;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Onnx.Running;
using TextBrewer.Onnx.Schema;
using TextBrewer.Testing;
using TorchSharp;
using static TextBrewer.Onnx.Schema.TensorProto.Types;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Running;

/// <summary>ONNX files against torch's own numbers; every element type there and back; inputs that do not fit; damaged files.</summary>
public sealed class OnnxModelTests
{
    // ONNX Runtime 1.31 reads the input that is not there, and the process ends.
    [Theory]
    [InlineData("Sum", "x,")]
    [InlineData("LayerNormalization", "x,scale,")]
    [InlineData("Clip", ",x")]
    public void Operator_without_an_input_that_it_needs_is_refused_before_it_is_run(string type, string inputs)
    {
        using TemporaryFolder folder = new();
        new SmallGraph().Input("x", DataType.Float, "2,4").Constant("scale", ones(4)).Node(type, inputs, "y")
            .Output("y", DataType.Float, "2,4").Write(folder["m.onnx"]);
        string message = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(folder["m.onnx"])).Message;
        Assert.Contains($"'{type}' has no name", message, StringComparison.Ordinal);
        Assert.Contains(folder["m.onnx"], message, StringComparison.Ordinal);
    }

    [Fact]
    [NoTensorLeaks]
    public void Operator_whose_input_may_be_left_out_runs_without_it()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Load(new SmallGraph().Input("x", DataType.Float, "2").Constant("most", tensor(1f))
            .Node("Clip", "x,,most", "y").Output("y", DataType.Float, "2").Write(folder["m.onnx"]));
        Tensor y = model.Run(new Dictionary<string, Tensor> { ["x"] = tensor(new[] { -5f, 5f }) })["y"];
        Assert.Equal([-5f, 1f], y.data<float>().ToArray());
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("sub/../../weights.bin")]
    [InlineData("..\\weights.bin")]
    [InlineData("C:weights.bin")]
    [InlineData("")]
    public void Tensor_in_a_file_outside_of_the_folder_is_refused(string location)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["model"]);
        File.WriteAllBytes(folder["weights.bin"], new byte[16]);
        TensorProto tensor = new() { Name = "w", DataType = (int)DataType.Float, DataLocation = DataLocation.External, Dims = { 4 } };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(new SmallGraph().Input("x", DataType.Float, "4")
            .Node("Add", "x,w", "y").Output("y", DataType.Float, "4").Write(folder["model", "m.onnx"])));
        model.Graph.Initializer.Add(tensor);
        File.WriteAllBytes(folder["model", "m.onnx"], model.ToByteArray());
        string message = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(folder["model", "m.onnx"])).Message;
        Assert.Contains("outside of the model's folder", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [NoTensorLeaks]
    public void Run_of_a_dense_layer_of_any_batch_gives_the_results_of_torch(int batch)
    {
        using TemporaryFolder folder = new(); // a name with a space and letters outside ASCII
        using var scope = NewDisposeScope();
        (Tensor weight, Tensor bias) = (randn(4, 3), randn(3));
        using OnnxModel model = OnnxModel.Load(SmallGraph.Dense(weight, bias).Write(folder["m.onnx"]));
        Assert.Equal(["x"], model.InputNames);
        Assert.Equal(["y", "sum"], model.OutputNames);

        Tensor x = randn(batch, 4);
        IReadOnlyDictionary<string, Tensor> outputs = model.Run(new Dictionary<string, Tensor> { ["x"] = x });

        Tensor sum = x.matmul(weight) + bias; // (batch, 3)
        Assert.Equal(["y", "sum"], outputs.Keys);
        Assert.Equal(new long[] { batch, 3 }, outputs["y"].shape);
        Agree.Assert(Agree.Values(sum), Agree.Values(outputs["sum"]), 1e-6, "sum");
        Agree.Assert(Agree.Values(sum.tanh()), Agree.Values(outputs["y"]), 1e-6, "y");
    }

    [Theory]
    [InlineData(ScalarType.Float32, (int)DataType.Float)]
    [InlineData(ScalarType.Float64, (int)DataType.Double)]
    [InlineData(ScalarType.Float16, (int)DataType.Float16)]
    [InlineData(ScalarType.BFloat16, (int)DataType.Bfloat16)]
    [InlineData(ScalarType.Int64, (int)DataType.Int64)]
    [InlineData(ScalarType.Int32, (int)DataType.Int32)]
    [InlineData(ScalarType.Int16, (int)DataType.Int16)]
    [InlineData(ScalarType.Int8, (int)DataType.Int8)]
    [InlineData(ScalarType.Byte, (int)DataType.Uint8)]
    [InlineData(ScalarType.Bool, (int)DataType.Bool)]
    [NoTensorLeaks]
    public void Tensor_of_every_type_goes_through_unchanged(ScalarType type, int onnx)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Load(SmallGraph.Identity((DataType)onnx, "").Write(folder["m.onnx"]));
        Tensor matrix = arange(12, dtype: ScalarType.Float32).view(3, 4).remainder(5).to(type);
        // Also what is not laid out row by row, a number, and nothing at all.
        foreach (Tensor x in new[] {
            matrix,
            matrix.t(),
            matrix[TensorIndex.Ellipsis, TensorIndex.Slice(1, 3)],
            matrix[1, 1],
            empty([0, 4], type) })
        {
            Tensor y = model.Run(new Dictionary<string, Tensor> { ["x"] = x })["y"];
            Assert.Equal((type, string.Join(',', x.shape)), (y.dtype, string.Join(',', y.shape)));
            Assert.True(y.equal(x).all().item<bool>());
        }
    }

    [Fact]
    public void Result_shares_no_memory_with_the_inputs_or_the_session()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        OnnxModel model = OnnxModel.Load(SmallGraph.Identity(DataType.Float, "n").Write(folder["m.onnx"]));
        Tensor x = ones(3);
        Tensor y = model.Run(new Dictionary<string, Tensor> { ["x"] = x })["y"];
        x.zero_();
        model.Run(new Dictionary<string, Tensor> { ["x"] = x });
        model.Dispose();
        Assert.Equal([1, 1, 1], Agree.Values(y));
    }

    [Fact]
    public void Run_outside_of_a_scope_leaves_its_outputs_and_no_other_tensor()
    {
        using TemporaryFolder folder = new();
        using OnnxModel model = OnnxModel.Load(SmallGraph.Identity(DataType.Float, "n,m").Write(folder["m.onnx"]));
        using Tensor matrix = ones(3, 2);
        using Tensor x = matrix.t();
        LiveTensors.Unchanged(() => model.Run(new Dictionary<string, Tensor> { ["x"] = x })["y"].Dispose());
    }

    [Fact]
    public void Inputs_of_several_types_are_told_apart_by_name()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Tensor table = randn(6, 2);
        using OnnxModel model = OnnxModel.Load(new SmallGraph()
            .Input("keep", DataType.Bool, "batch,1").Input("ids", DataType.Int64, "batch")
            .Constant("table", table).Constant("zero", zeros(1))
            .Node("Gather", "table,ids", "rows").Node("Where", "keep,rows,zero", "y")
            .Output("y", DataType.Float, "batch,2").Write(folder["m.onnx"]));
        (Tensor ids, Tensor keep) = (tensor(new long[] { 5, 0, 3 }), tensor(new[] { true, false, true }));
        Tensor y = model.Run(new Dictionary<string, Tensor> { ["ids"] = ids, ["keep"] = keep.unsqueeze(1) })["y"];
        Assert.Equal(Agree.Values(table[ids] * keep.unsqueeze(1)), Agree.Values(y));
    }

    [Fact]
    public void Outputs_that_are_no_tensors_of_torch_are_left_out()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Load(SmallGraph.Identity(DataType.Float, "n")
            .Node(
                "Cast",
                "x",
                "words",
                new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = (long)DataType.String })
            .Output("words", DataType.String, "n").Write(folder["m.onnx"]));
        Assert.Equal(["y"], model.OutputNames);
        Assert.Equal(["y"], model.Run(new Dictionary<string, Tensor> { ["x"] = ones(2) }).Keys);
    }

    public static TheoryData<string, string[]> Misfits => new()
    {
        { "none", ["'x'", "missing", "float32 (batch, 4)"] },
        { "unknown", ["no input 'X'", "'x'", "missing"] },
        { "type", ["'x'", "int64 (2, 4)", "float32 (batch, 4)"] },
        { "rank", ["'x'", "float32 (4)", "float32 (batch, 4)"] },
        { "size", ["'x'", "float32 (2, 5)", "float32 (batch, 4)"] },
        { "complex", ["'x'", "complexfloat32 (2, 4)", "float32 (batch, 4)"] },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    [NoTensorLeaks]
    public void Run_with_inputs_that_do_not_fit_names_the_file_the_input_and_what_is_expected(string misfit, string[] said)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Load(SmallGraph.Dense(randn(4, 3), randn(3)).Write(folder["m.onnx"]));
        Dictionary<string, Tensor> inputs = misfit switch
        {
            "none" => [],
            "unknown" => new() { ["X"] = ones(2, 4) },
            "type" => new() { ["x"] = ones([2, 4], ScalarType.Int64) },
            "rank" => new() { ["x"] = ones(4) },
            "size" => new() { ["x"] = ones(2, 5) },
            _ => new() { ["x"] = ones([2, 4], ScalarType.ComplexFloat32) },
        };
        ConfigurationException error = Assert.Throws<ConfigurationException>(() => model.Run(inputs));
        foreach (string part in said.Append(folder["m.onnx"])) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_that_fails_on_a_value_names_the_file_and_the_reason()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using OnnxModel model = OnnxModel.Load(new SmallGraph().Input("ids", DataType.Int64, "batch").Constant("table", ones(6, 2))
            .Node("Gather", "table,ids", "y").Output("y", DataType.Float, "batch,2").Write(folder["m.onnx"]));
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => model.Run(new Dictionary<string, Tensor> { ["ids"] = tensor(new long[] { 6 }) }));
        Assert.Contains(folder["m.onnx"], error.Message, StringComparison.Ordinal);
        Assert.Contains("out of data bounds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_of_a_file_that_is_not_there_names_it() =>
        Assert.Contains(
            "nowhere.onnx",
            Assert.Throws<FileNotFoundException>(() => OnnxModel.Load("nowhere.onnx")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("empty", "does not load")]
    [InlineData("text", "does not load")]
    [InlineData("truncated", "does not load")]
    [InlineData("operator", "does not load")]
    [InlineData("weights", "weights.bin")]
    [InlineData("strings", "The input 'x'")]
    [InlineData("answers", "None of the outputs")]
    public void Load_of_a_file_that_cannot_be_used_names_it_and_the_reason(string fault, string reason)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        string path = folder["bad.onnx"];
        SmallGraph dense = SmallGraph.Dense(randn(4, 3), randn(3));
        switch (fault)
        {
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "text":
                File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
                break;
            case "truncated":
                File.WriteAllBytes(path, File.ReadAllBytes(dense.Write(path))[..^20]);
                break;
            case "operator":
                dense.Node("Divine", "x", "future").Write(path);
                break;
            case "weights":
                ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(dense.Write(path)));
                TensorProto weight = model.Graph.Initializer[0];
                (weight.RawData, weight.DataLocation) = (ByteString.Empty, DataLocation.External);
                weight.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
                File.WriteAllBytes(path, model.ToByteArray());
                break;
            case "strings":
                SmallGraph.Identity(DataType.String, "n").Write(path);
                break;
            default:
                new SmallGraph().Input("x", DataType.Float, "n")
                    .Node(
                        "Cast",
                        "x",
                        "words",
                        new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = (long)DataType.String })
                    .Output("words", DataType.String, "n").Write(path);
                break;
        }
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => OnnxModel.Load(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_of_a_file_with_bytes_changed_or_cut_is_refused_or_loads_and_never_crashes()
    {
        using TemporaryFolder folder = new();
        string path = folder["mutated.onnx"];
        using var scope = NewDisposeScope();
        byte[] sound = File.ReadAllBytes(SmallGraph.Dense(ones(4, 3), ones(3)).Write(path));
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte, Gen.Int[0, 4]).Sample((position, value, cut) =>
        {
            byte[] mutated = sound[..(cut == 0 ? position : sound.Length)];
            if (position < mutated.Length) mutated[position] = value;
            File.WriteAllBytes(path, mutated);
            try
            {
                OnnxModel.Load(path).Dispose();
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Run_after_the_end_is_refused()
    {
        using TemporaryFolder folder = new();
        OnnxModel model = OnnxModel.Load(SmallGraph.Identity(DataType.Float, "n").Write(folder["m.onnx"]));
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Run(new Dictionary<string, Tensor>()));
    }
}
