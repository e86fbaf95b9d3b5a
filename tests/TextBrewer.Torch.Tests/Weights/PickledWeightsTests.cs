using System.Text.Json;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>Files of <c>torch.save</c>, made by PyTorch and made by hand, give the tensors that were saved.</summary>
public sealed class PickledWeightsTests
{
    [Theory]
    [InlineData("bert")]
    [InlineData("electra")]
    [InlineData("roberta")]
    [NoTensorLeaks]
    public void Golden_file_has_every_tensor_of_its_safetensors_bit_by_bit(string model)
    {
        using SafetensorsFile expected = SafetensorsFile.Open(Golden.Path($"models/{model}/model.safetensors"));
        using PickledWeights actual = PickledWeights.Open(Golden.Path($"models/{model}/pytorch_model.bin"));
        SameTensors.Assert(expected, actual);
    }

    [Fact]
    [NoTensorLeaks]
    public void Golden_file_of_the_old_form_has_the_names_and_shapes_of_the_new_one()
    {
        using SafetensorsFile expected = SafetensorsFile.Open(Golden.Path("models/bert/model.safetensors"));
        using PickledWeights actual = PickledWeights.Open(Golden.Path("models/bert-legacy/pytorch_model.bin"));
        string Renamed(
            string name) => name.Replace("LayerNorm.gamma", "LayerNorm.weight", StringComparison.Ordinal)
                .Replace("LayerNorm.beta", "LayerNorm.bias", StringComparison.Ordinal);
        Assert.Equal(expected.Entries.Keys.Order(), actual.Entries.Keys.Select(Renamed).Order());
        using var scope = NewDisposeScope();
        foreach ((string name, TensorEntry entry) in actual.Entries)
        {
            TensorEntry other = expected.Entries[Renamed(name)];
            Assert.Equal((other.Type, string.Join(',', other.Shape)), (entry.Type, string.Join(',', entry.Shape)));
            Assert.True(actual.Read(name).isfinite().all().item<bool>(), name);
        }
    }

    // Its values are no other file's, so the first and the last step of the model are computed from them.
    [Fact]
    [NoTensorLeaks]
    public void Golden_file_of_the_old_form_gives_the_golden_embeddings_and_pooler_output()
    {
        JsonElement golden = Golden.Json("models/bert-legacy/expected.json"), inputs = golden.GetProperty("inputs"), outputs = golden
            .GetProperty("outputs");
        using PickledWeights file = PickledWeights.Open(Golden.Path("models/bert-legacy/pytorch_model.bin"));
        using var scope = NewDisposeScope();
        Tensor Read(string name) => file.Read(name).to(ScalarType.Float64);
        Tensor ids = Agree.Tensor(inputs.GetProperty("input_ids"), ScalarType.Int64); // (batch, length)
        Tensor typeIds = Agree.Tensor(inputs.GetProperty("token_type_ids"), ScalarType.Int64); // (batch, length)
        Tensor words = Read("embeddings.word_embeddings.weight")[ids]; // (batch, length, width)
        Tensor types = Read("embeddings.token_type_embeddings.weight")[typeIds]; // (batch, length, width)
        Tensor embedded = words + types + Read("embeddings.position_embeddings.weight")[..(int)words.shape[1]]; // (batch, length, width)
        Tensor gamma = Read("embeddings.LayerNorm.gamma"), beta = Read("embeddings.LayerNorm.beta"); // (width)
        Tensor normed = nn.functional.layer_norm(embedded, [words.shape[2]], gamma, beta, 1e-12); // (batch, length, width)
        Agree.Assert(outputs.GetProperty("hidden_states")[0], normed, 1e-9, "embeddings");
        Tensor last = Agree.Tensor(outputs.GetProperty("last_hidden_state"))[TensorIndex.Colon, 0]; // (batch, width)
        Tensor pooled = nn.functional.linear(last, Read("pooler.dense.weight"), Read("pooler.dense.bias")).tanh(); // (batch, width)
        Agree.Assert(outputs.GetProperty("pooler_output"), pooled, 1e-9, "pooler output");
    }

    [Theory]
    [InlineData("DoubleStorage", ScalarType.Float64)]
    [InlineData("FloatStorage", ScalarType.Float32)]
    [InlineData("HalfStorage", ScalarType.Float16)]
    [InlineData("BFloat16Storage", ScalarType.BFloat16)]
    [InlineData("LongStorage", ScalarType.Int64)]
    [InlineData("IntStorage", ScalarType.Int32)]
    [InlineData("ShortStorage", ScalarType.Int16)]
    [InlineData("CharStorage", ScalarType.Int8)]
    [InlineData("ByteStorage", ScalarType.Byte)]
    [InlineData("BoolStorage", ScalarType.Bool)]
    [NoTensorLeaks]
    public void Read_of_every_type_in_both_forms_gives_what_was_saved(string storage, ScalarType type)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Tensor saved = arange(-6, 6, dtype: ScalarType.Float32).view(3, 4).to(type);
        foreach (PickledWeights file in Both(folder, saved, new SavedTensor("x", storage, "0", 12, 0, [3, 4], [4, 1])))
        {
            using (file)
            {
                Tensor actual = file.Read("x"); // (3, 4)
                Assert.Equal((type, type), (actual.dtype, file.Entries["x"].Type));
                Assert.Equal([3, 4], file.Entries["x"].Shape);
                Assert.True(actual.bytes.SequenceEqual(saved.bytes));
            }
        }
    }

    [Theory]
    [InlineData(0, new long[] { 3, 4 }, new long[] { 4, 1 })]
    [InlineData(0, new long[] { 4, 3 }, new long[] { 1, 4 })]
    [InlineData(5, new long[] { 2, 3 }, new long[] { 3, 1 })]
    [InlineData(1, new long[] { 3, 2 }, new long[] { 4, 2 })]
    [InlineData(11, new long[] { }, new long[] { })]
    [InlineData(2, new long[] { 1, 3 }, new long[] { 99, 1 })]
    [InlineData(2, new long[] { 5, 2 }, new long[] { 0, 1 })]
    [InlineData(1, new long[] { 3, 3 }, new long[] { 1, 2 })]
    [InlineData(0, new long[] { 0, 4 }, new long[] { 4, 1 })]
    [InlineData(12, new long[] { 0 }, new long[] { 1 })]
    [NoTensorLeaks]
    public void Read_honours_offset_and_strides(long offset, long[] shape, long[] strides)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Tensor storage = arange(12, dtype: ScalarType.Float32);
        Tensor expected = storage.as_strided(shape, strides, offset);
        foreach (PickledWeights file in Both(folder, storage, new SavedTensor("x", "FloatStorage", "0", 12, offset, shape, strides)))
        {
            using (file)
            {
                Tensor actual = file.Read("x");
                Assert.Equal(shape, actual.shape);
                Assert.True(actual.is_contiguous());
                Assert.True(expected.contiguous().bytes.SequenceEqual(actual.bytes));
            }
        }
    }

    [Fact]
    public void Tensors_that_share_a_storage_are_loaded_one_by_one_into_a_module()
    {
        using TemporaryFolder folder = new();
        using nn.Module module = nn.Linear(3, 2);
        LiveTensors.Unchanged(() =>
        {
            using var scope = NewDisposeScope();
            Tensor storage = arange(12, dtype: ScalarType.Float32);
            foreach (PickledWeights file in Both(
                folder,
                storage,
                new SavedTensor("weight", "FloatStorage", "0", 12, 1, [2, 3], [1, 2]),
                new SavedTensor("bias", "FloatStorage", "0", 12, 10, [2], [1])))
            {
                using (file) StateDict.Load(module, file).ThrowIfIncomplete(file.Path);
                Assert.Equal([1f, 3, 5, 2, 4, 6], module.state_dict()["weight"].data<float>().ToArray());
                Assert.Equal([10f, 11], module.state_dict()["bias"].data<float>().ToArray());
            }
        });
    }

    // As nn.Module.state_dict() makes it: an OrderedDict that carries the versions of its modules as an attribute.
    [Fact]
    public void State_dict_with_metadata_and_parameters_is_read()
    {
        SavedTensor tensor = new("x", "FloatStorage", "0", 2, 0, [2], [1]);
        AssertReads(PickleBytes.New.Global("collections", "OrderedDict").Op(')').Op('R').Raw((byte)'q', 0).Op('(')
            .Text("x").Global("torch._utils", "_rebuild_parameter").Op('(').Tensor(tensor).Raw(0x88).Global(
                "collections",
                "OrderedDict").Op(')').Op('R').Op('t').Op('R')
            .Op('u')
            .Op('}').Text("_metadata").Global("collections", "OrderedDict").Op(')').Op('R').Text("").Op('}').Text("version").Int(1).Op(
                's').Op('s').Op('s').Op('b').Stop());
    }

    // Python 2 wrote its text as bytes and an OrderedDict as a list of pairs.
    [Fact]
    public void State_dict_of_Python_2_is_read() => AssertReads(PickleBytes.New.Global("collections", "OrderedDict").Op('(').Op(']').Op('(')
        .Op(']').Op('(').Raw((byte)'U', 1, (byte)'x').Tensor(new("x", "FloatStorage", "0", 2, 0, [2], [1])).Op('e').Op('e').Op('t').Op(
            'R').Stop());

    // torch.save(…, pickle_protocol=4).
    [Fact]
    public void State_dict_of_a_newer_pickle_protocol_is_read() => AssertReads([0x80, 4, 0x95, 200, 0, 0, 0, 0, 0, 0, 0, .. PickleBytes.New
        .Op('}')
        .Raw(0x94, 0x8c, 1, (byte)'x')
        .StackGlobal("torch._utils", "_rebuild_tensor_v2")
        .Op('(')
        .Op('(')
        .Text("storage")
        .StackGlobal("torch", "FloatStorage")
        .Text(
            "0")
        .Text("cpu")
        .Int(2)
        .Op('t')
        .Op('Q')
        .Int(0)
        .StackGlobal("torch", "Size")
        .Int(2)
        .Raw(0x85)
        .Raw(0x85)
        .Op('R')
        .Int(1)
        .Raw(0x85)
        .Raw(0x89)
        .Op('N')
        .Op('t')
        .Op('R')
        .Op(
            's')
        .Stop()
        .AsSpan(2)]);

    private static void AssertReads(byte[] pickle)
    {
        using TemporaryFolder folder = new();
        TorchFile.Zip(folder["x.bin"], pickle, ("0", [0, 0, 128, 63, 0, 0, 0, 192])); // 1, -2
        using PickledWeights file = PickledWeights.Open(folder["x.bin"]);
        Assert.Equal(["x"], file.Entries.Keys);
        using Tensor tensor = file.Read("x");
        Assert.Equal([1f, -2f], tensor.data<float>().ToArray());
    }

    private static IEnumerable<PickledWeights> Both(TemporaryFolder folder, Tensor storage, params SavedTensor[] tensors)
    {
        byte[] bytes = storage.bytes.ToArray();
        string key = tensors[0].Key;
        TorchFile.Zip(folder["zip.bin"], PickleBytes.Dictionary(tensors), (key, bytes));
        yield return PickledWeights.Open(folder["zip.bin"]);
        TorchFile.Legacy(folder["legacy.bin"], PickleBytes.Dictionary(tensors, legacy: true), (key, bytes, (int)storage.ElementSize));
        yield return PickledWeights.Open(folder["legacy.bin"]);
    }
}
