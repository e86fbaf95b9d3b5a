using System.IO.Compression;
using System.Text.Json;
using CsCheck;
using TextBrewer.Adaptors;
using TextBrewer.Configuration;
using TextBrewer.Naming;
using TextBrewer.Teachers;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Tests.Teachers;

/// <summary>TorchScript files as teachers: PyTorch's numbers, every form of output, faults, leaks.</summary>
public sealed class TorchScriptTests
{
    private static readonly JsonElement Expected = Golden.Json("torchscript/expected.json");

    [Theory]
    [InlineData("tensor")]
    [InlineData("tuple")]
    public void Teach_of_a_traced_classifier_gives_the_golden_outputs(string name)
    {
        using TemporaryFolder folder = new(); // a name with a space and letters outside ASCII
        File.Copy(Golden.Path($"torchscript/{name}.pt"), folder["model.pt"]);
        using var scope = NewDisposeScope();
        using TorchScriptTeacher<Tensor[]> teacher = new(
            folder["model.pt"],
            batch => batch,
            (_, outputs) => new Signals { Logits = outputs[0], Hidden = outputs.Skip(1).ToArray() });
        Signals signals = teacher.Teach(new(Inputs()));

        JsonElement[] expected = name == "tensor" ? [Expected.GetProperty("tensor")] : [.. Expected.GetProperty("tuple").EnumerateArray()];
        Tensor[] actual = [.. signals.Logits!, .. signals.Hidden!];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal((ScalarType.Float32, false), (actual[i].dtype, actual[i].requires_grad));
            Agree.Assert(expected[i], actual[i], 1e-5, $"{name} output {i}");
        }
    }

    [Fact]
    public void Model_from_a_file_is_a_plain_model_with_a_device_and_its_parameters()
    {
        using TorchScriptModel script = TorchScriptModel.Load(Golden.Path("torchscript/tuple.pt"), CPU);
        AdaptedModel<Tensor[]> model = Model.From(script.Module, (Tensor[] b) => script.Call(b[0], b[1]))
            .With((_, o) => new Signals { Logits = o[0] });
        using var scope = NewDisposeScope();
        Tensor logits = model.Call(Inputs()).Logits![0];
        Agree.Assert(Expected.GetProperty("tensor"), logits, 1e-5, "logits");
        Assert.True(logits.requires_grad);
        Assert.Equal("m.classifier.bias", model.Module.named_parameters().Last().name);
    }

    [Theory]
    [InlineData("Tensor", "return x", 1)]
    [InlineData("Tuple[Tensor]", "return (x,)", 1)]
    [InlineData("Tuple[Tensor, Tensor]", "return (x, x + 1)", 2)]
    [InlineData("Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]", "return (x, x + 1, x + 2, x + 3, x + 4)", 5)]
    [InlineData("Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]", "return (x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6)", 7)]
    [InlineData("List[Tensor]", "return [x, x + 1, x + 2]", 3)]
    [InlineData("Tuple[Tensor, Tuple[Tensor, Tensor], List[Tensor]]", "return (x, (x + 1, x + 2), [x + 3])", 4)]
    [InlineData(
        "Tuple[Tensor, Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]]",
        "return (x, (x + 1, x + 2, x + 3, x + 4, x + 5, x + 6))",
        7)]
    [InlineData("List[Tuple[Tensor, Tensor]]", "return [(x, x + 1), (x + 2, x + 3)]", 4)]
    [InlineData("Tuple[Tuple[Tuple[Tensor, Tensor], Tensor], Tensor]", "return (((x, x + 1), x + 2), x + 3)", 4)]
    [NoTensorLeaks]
    public void Outputs_of_every_form_are_flattened_in_order(string type, string body, int count)
    {
        using TemporaryFolder folder = new();
        ScriptFile.Write(folder["m.pt"], type, body);
        using TorchScriptModel script = TorchScriptModel.Load(folder["m.pt"]);
        using var scope = NewDisposeScope();
        IReadOnlyList<Tensor> outputs = script.Call(tensor(10f));
        Assert.Equal(Enumerable.Range(10, count).Select(i => (float)i), outputs.Select(o => o.item<float>()));
    }

    [Theory]
    [InlineData("Dict[str, Tensor]", "return {\"logits\": x}")]
    [InlineData("Tuple[Tensor, Dict[str, Tensor]]", "return (x, {\"logits\": x})")]
    [InlineData("str", "return \"logits\"")]
    [InlineData("int", "return 1")]
    [InlineData("Tuple[Tensor, int]", "return (x, 1)")]
    [InlineData("Optional[Tensor]", "return None")]
    [InlineData("Tuple[Tensor, Optional[Tensor]]", "return (x, None)")]
    [InlineData("Tuple[int, int, int, int, int, int]", "return (1, 2, 3, 4, 5, 6)")]
    [InlineData("Tuple[Tensor, int, int, int, int, int]", "return (x, 2, 3, 4, 5, 6)")]
    [InlineData("Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tuple[Tensor, Tensor]]", "return (x, x, x, x, x, (x, x))")]
    public void Outputs_that_are_not_tensors_are_refused_with_the_file_and_the_cure(string type, string body)
    {
        using TemporaryFolder folder = new();
        ScriptFile.Write(folder["m.pt"], type, body);
        using TorchScriptModel script = TorchScriptModel.Load(folder["m.pt"]);
        using var scope = NewDisposeScope();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => script.Call(ones(2)));
        Assert.Contains(folder["m.pt"], error.Message, StringComparison.Ordinal);
        Assert.Contains("a dictionary", error.Message, StringComparison.Ordinal);
        Assert.Contains("Wrap the model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_saved_in_training_mode_teaches_in_evaluation_mode_whatever_was_done_to_it()
    {
        using TemporaryFolder folder = new();
        ScriptFile.Write(folder["m.pt"], "Tensor", "if self.training:", "  y = x + 1", "else:", "  y = x", "return y");
        using TorchScriptModel script = TorchScriptModel.Load(folder["m.pt"]);
        using TorchScriptTeacher<Tensor> teacher = new(folder["m.pt"], x => [x], (_, o) => new Signals { Logits = o[0] });
        using var scope = NewDisposeScope();
        Assert.False(script.Module.training);
        Assert.Equal(1, teacher.Teach(new(tensor(1f))).Logits![0].item<float>());
        script.Module.train();
        Assert.Equal(2, script.Call(tensor(1f))[0].item<float>());
    }

    [Fact]
    public void Teach_outside_of_a_scope_leaves_the_tensors_of_its_signals_and_no_other()
    {
        using TorchScriptTeacher<Tensor[]> teacher = new(
            Golden.Path("torchscript/tuple.pt"),
            b => [b[0].clone(), b[1]],
            (b, o) => new Signals { Logits = o[0], InputsMask = b[1] });
        Tensor[] batch = [.. Inputs().Select(t => t.DetachFromDisposeScope())];
        LiveTensors.Unchanged(() =>
        {
            for (int i = 0; i < 2; i++)
            {
                long before = Tensor.TotalCount;
                Signals signals = teacher.Teach(new(batch));
                Assert.Equal(1, Tensor.TotalCount - before);
                signals.Logits![0].Dispose();
            }
        });
        foreach (Tensor tensor in batch) tensor.Dispose();
    }

    [Fact]
    public void Teach_within_scopes_leaves_the_batch_where_it_was()
    {
        using TorchScriptTeacher<Tensor[]> teacher = new(
            Golden.Path("torchscript/tensor.pt"),
            b => b,
            (b, o) => new Signals { Logits = o[0], InputsMask = b[1] });
        LiveTensors.Unchanged(() =>
        {
            using DisposeScope outer = NewDisposeScope();
            using (DisposeScope step = NewDisposeScope())
            {
                Tensor[] batch = Inputs();
                Signals signals = teacher.Teach(new(batch));
                Assert.Contains(signals.Logits![0], step.DisposablesView);
                Assert.Contains(batch[1], step.DisposablesView);
            }
            Assert.Equal(0, outer.DisposablesCount);
        });
    }

    [Theory]
    [InlineData(0, "with 0 inputs, ")]
    [InlineData(1, "with 1 input, ")]
    [InlineData(3, "with 3 inputs, ")]
    public void Call_with_another_number_of_inputs_names_the_file_and_the_number(int count, string said)
    {
        string path = Golden.Path("torchscript/tensor.pt");
        using TorchScriptTeacher<Tensor[]> teacher = new(path, b => b, (_, o) => new Signals { Logits = o[0] });
        using var scope = NewDisposeScope();
        Tensor ids = ones([1, 4], ScalarType.Int64);
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => teacher.Teach(new(Enumerable.Repeat(ids, count).ToArray())));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 1, 4 }, ScalarType.Float32)]
    [InlineData(new long[] { 4 }, ScalarType.Int64)]
    public void Call_with_inputs_of_another_type_or_rank_is_one_sentence_without_traceback(long[] shape, ScalarType type)
    {
        using TorchScriptModel script = TorchScriptModel.Load(Golden.Path("torchscript/tensor.pt"));
        using var scope = NewDisposeScope();
        ConfigurationException error = Assert.Throws<ConfigurationException>(
            () => script.Call(ones(shape, type), ones(shape, ScalarType.Int64)));
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("Traceback", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_of_a_file_that_is_not_there_names_it() =>
        Assert.Contains(
            "nowhere.pt",
            Assert.Throws<FileNotFoundException>(() => TorchScriptModel.Load("nowhere.pt")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Load_onto_a_device_that_is_not_there_says_so()
    {
        Assert.SkipWhen(cuda.is_available(), "There is CUDA here.");
        Assert.Contains("no CUDA", Assert.Throws<ConfigurationException>(
            () => TorchScriptModel.Load(
                Golden.Path("torchscript/tensor.pt"),
                new Device(DeviceType.CUDA))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "torch.jit.trace")]
    [InlineData("text", "torch.jit.trace")]
    [InlineData("truncated", "damaged")]
    [InlineData("bit", "checksum")]
    [InlineData("name", "another name")]
    [InlineData("weights", "torch.save")]
    [InlineData("version", "does not load")]
    public void Load_of_a_file_that_is_not_sound_TorchScript_names_it_and_the_reason(string fault, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder["bad.pt"];
        byte[] sound = File.ReadAllBytes(Golden.Path("torchscript/tensor.pt"));
        switch (fault)
        {
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "text":
                File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
                break;
            case "truncated":
                File.WriteAllBytes(path, sound[..(sound.Length / 2)]);
                break;
            case "bit":
                sound[sound.Length / 4] ^= 1;
                File.WriteAllBytes(path, sound);
                break;
            // No checksum covers a name; libtorch looks for a class where it says, and ends the process where there is none.
            case "name":
                int directory = sound.AsSpan().IndexOf("PK\u0001\u0002"u8);
                int name = directory + sound.AsSpan(directory).IndexOf(".py"u8);
                sound[name - 1] ^= 1;
                File.WriteAllBytes(path, sound);
                break;
            case "weights":
                File.WriteAllBytes(path, sound);
                using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
                {
                    foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.FullName.Contains("/code/", StringComparison.Ordinal))
                        .ToList()) entry.Delete();
                }
                break;
            default:
                ScriptFile.Write(path, "Tensor", "return x");
                using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
                {
                    archive.GetEntry("m/version")!.Delete();
                    using StreamWriter newer = new(archive.CreateEntry("m/version", CompressionLevel.NoCompression).Open());
                    newer.Write("1000\n");
                }
                break;
        }
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TorchScriptModel.Load(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    // Without the comparison of checksums most of these end the process: libtorch's parser throws what TorchSharp does not catch.
    [Fact]
    public void Load_of_a_golden_file_with_contents_changed_or_cut_is_refused_or_loads_and_never_crashes()
    {
        byte[] sound = File.ReadAllBytes(Golden.Path("torchscript/tensor.pt"));
        int contents = sound.AsSpan().IndexOf("PK\u0001\u0002"u8); // where the archive's directory begins
        using TemporaryFolder folder = new();
        string path = folder["mutated.pt"];
        Gen.Select(Gen.Int[0, contents - 1], Gen.Byte, Gen.Int[0, 20]).Sample((position, value, cut) =>
        {
            byte[] mutated = sound[..(cut == 0 ? position : sound.Length)];
            if (position < mutated.Length) mutated[position] = value;
            File.WriteAllBytes(path, mutated);
            try
            {
                TorchScriptModel.Load(path).Dispose();
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 200, threads: 1);
    }

    // TorchSharp's own Dispose of a script module leaves thousands of tensors.
    [Fact]
    public void Load_and_dispose_leave_no_tensors() =>
        LiveTensors.Unchanged(() => TorchScriptModel.Load(Golden.Path("torchscript/tuple.pt")).Dispose());

    [Fact]
    public void Module_loaded_within_a_scope_outlives_it()
    {
        TorchScriptModel script;
        using (NewDisposeScope()) script = TorchScriptModel.Load(Golden.Path("torchscript/tensor.pt"));
        using var scope = NewDisposeScope();
        using (script) Agree.Assert(Expected.GetProperty("tensor"), script.Call(Inputs())[0], 1e-5, "logits");
    }

    [Fact]
    public void Call_after_the_end_is_refused()
    {
        TorchScriptModel script = TorchScriptModel.Load(Golden.Path("torchscript/tensor.pt"));
        script.Dispose();
        script.Dispose();
        Assert.Throws<ObjectDisposedException>(() => script.Call());
    }

    private static Tensor[] Inputs() =>
        [.. new[] { "input_ids", "attention_mask" }.Select(
            name => Agree.Tensor(Expected.GetProperty("inputs").GetProperty(name), ScalarType.Int64))];
}
