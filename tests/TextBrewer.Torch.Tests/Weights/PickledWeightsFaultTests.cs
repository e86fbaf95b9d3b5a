using System.IO.Compression;
using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Torch.Tests.Weights;

/// <summary>
/// A damaged or hostile file is refused with its name and a reason; nothing in it is executed, and nothing is allocated on its word.
/// </summary>
public sealed class PickledWeightsFaultTests
{
    private static readonly SavedTensor Sound = new("x", "FloatStorage", "0", 2, 0, [2], [1]);

    public static TheoryData<string, string, string> Attacks()
    {
        TheoryData<string, string, string> attacks = [];
        foreach ((string module, string name) in new[]
        {
            ("os", "system"), ("posix", "system"), ("subprocess", "Popen"),
            ("builtins", "eval"), ("builtins", "getattr"), ("__builtin__", "eval"),
            ("torch", "load"), ("torch.hub", "load"), ("torch._utils", "_rebuild_tensor_v3"),
            ("torch.storage", "_load_from_bytes"), ("torch.FloatStorage", "from_file"),
            ("numpy.core.multiarray", "_reconstruct"), ("collections", "Counter"),
        })
            foreach (string way in new[] { "global", "stack", "reduce", "newobj", "obj", "build", "inst" }) attacks.Add(module, name, way);
        return attacks;
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Open_of_a_pickle_that_names_anything_else_refuses_it_by_name(string module, string name, string way)
    {
        PickleBytes pickle = PickleBytes.New;
        pickle = way switch
        {
            "global" => pickle.Global(module, name),
            "stack" => pickle.StackGlobal(module, name),
            "reduce" => pickle.Global(module, name).Op('(').Text("touch pwned").Op('t').Op('R'),
            "newobj" => pickle.Global(module, name).Op('(').Text("touch pwned").Op('t').Raw(0x81),
            "obj" => pickle.Op('(').Global(module, name).Text("touch pwned").Op('o'),
            "build" => pickle.Op('}').Global(module, name).Op('b'),
            _ => pickle.Op('(').Text("touch pwned").Op('i').Line(module).Line(name),
        };
        foreach (string message in Refusals(pickle.Stop())) Assert.Contains(
            $"asks for '{module}.{name}'",
            message,
            StringComparison.Ordinal);
    }

    // Also of what is allowed: an instruction that makes objects of classes is none of PyTorch's.
    [Theory]
    [InlineData(new byte[] { (byte)')', 0x81 }, "NewObj")]
    [InlineData(new byte[] { (byte)')', (byte)'}', 0x92 }, "NewObjEx")]
    [InlineData(new byte[] { (byte)'(', (byte)'o' }, "Obj")]
    [InlineData(new byte[] { 0x82, 1 }, "Ext1")]
    [InlineData(new byte[] { (byte)'P', (byte)'0', (byte)'\n' }, "PersId")]
    [InlineData(new byte[] { (byte)'2' }, "0x32")]
    [InlineData(new byte[] { 0xff }, "0xff")]
    public void Open_of_a_pickle_with_another_instruction_refuses_it_by_name(byte[] instruction, string name)
    {
        foreach (string message in Refusals(PickleBytes.New.Global("collections", "OrderedDict").Raw(instruction).Stop()))
            Assert.Contains($"asks for 'instruction {name}'", message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> BadPickles() => new()
    {
        { "protocol 0", [0x80, 0, (byte)'}', (byte)'.'], "protocol 0" },
        { "nothing to return", PickleBytes.New.Stop(), "has not made" },
        { "below a mark", PickleBytes.New.Op('}').Op('(').Raw((byte)'q', 0).Stop(), "has not made" },
        { "no mark", PickleBytes.New.Op('t').Stop(), "has not made" },
        { "memo", PickleBytes.New.Raw((byte)'h', 7).Stop(), "the value 7" },
        { "text of 4 GiB", PickleBytes.New.Raw((byte)'X', 255, 255, 255, 255).Stop(), "claims 4294967295 bytes" },
        { "text not UTF-8", PickleBytes.New.Raw((byte)'U', 1, 255).Stop(), "UTF-8" },
        { "number of 255 bytes", PickleBytes.New.Raw(0x8a, 255).Raw(new byte[255]).Stop(), "255 bytes" },
        { "endless name", PickleBytes.New.Op('c').Line(new string('a', 5000)).Stop(), "more than 1000" },
        { "odd entries", PickleBytes.New.Op('}').Op('(').Text("x").Op('u').Stop(), "adds 0.5 entries" },
        { "append to None", PickleBytes.New.Op('N').Op('N').Op('a').Stop(), "appends to None" },
        { "attributes of a tuple", PickleBytes.New.Op(')').Op('}').Op('b').Stop(), "attributes of a tuple of 0" },
        { "call of text", PickleBytes.New.Text("os.system").Op(')').Op('R').Stop(), "calls text" },
        { "call of a storage type", PickleBytes.New.Global("torch", "FloatStorage").Op(')').Op('R').Stop(), "calls a function or type" },
        { "name of numbers", PickleBytes.New.Int(1).Int(2).Raw(0x93).Stop(), "other than text" },
        { "a key that is a tuple", PickleBytes.New.Op('}').Op(')').Op('N').Op('s').Stop(), "a tuple of 0 for a key" },
        { "a key twice", PickleBytes.Dictionary([Sound, Sound]), "'x' stands in a dictionary twice" },
        { "a storage of nothing", PickleBytes.New.Op(')').Op('Q').Stop(), "a tuple of 0 stands for a storage" },
        {
            "a storage of none of our types",
            PickleBytes.New.Op('(').Text("storage").Global("torch", "Size").Text("0").Text("cpu").Int(1).Op('t').Op('Q').Stop(),
            "description of a storage" },
        { "a list", PickleBytes.New.Op(']').Stop(), "holds a list of 0 instead of a state dict" },
        { "a number among the tensors", PickleBytes.New.Op('}').Text("epoch").Int(3).Op('s').Stop(), "'epoch' is a number" },
        { "a tensor without a name", PickleBytes.New.Op('}').Int(3).Tensor(Sound).Op('s').Stop(), "'3' is a tensor and not a named" },
        {
            "a dictionary within itself",
            PickleBytes.New.Op('}').Raw((byte)'q', 0).Text("self").Raw((byte)'h', 0).Op('s').Stop(),
            "'self' is a dictionary of 1 entries" },
        {
            "a list within itself",
            PickleBytes.New.Op('}').Text("l").Op(']').Raw((byte)'q', 0).Raw((byte)'h', 0).Op('a').Op('s').Stop(),
            "'l' is a list of 1" },
        {
            "a checkpoint",
            PickleBytes.New.Op('}').Op('(').Text("epoch").Int(3).Text("state_dict").Op('}').Text("w").Tensor(Sound).Op('s').Op('u').Stop(),
            "'state_dict' is a dictionary of 1 entries. Save that alone" },
    };

    [Theory]
    [MemberData(nameof(BadPickles))]
    public void Open_of_a_pickle_that_is_no_state_dict_is_refused_with_the_reason(string what, byte[] pickle, string reason)
    {
        _ = what;
        foreach (string message in Refusals(pickle)) Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 0, new long[] { 3 }, new long[] { 1 }, "reaches beyond")]
    [InlineData(2, 1, new long[] { 2 }, new long[] { 1 }, "reaches beyond")]
    [InlineData(2, 2, new long[] { }, new long[] { }, "reaches beyond")]
    [InlineData(2, 0, new long[] { 2 }, new long[] { 2 }, "reaches beyond")]
    [InlineData(2, 0, new long[] { 2, 2 }, new long[] { long.MaxValue, long.MaxValue }, "reaches beyond")]
    [InlineData(2, long.MaxValue, new long[] { 2 }, new long[] { 1 }, "reaches beyond")]
    [InlineData(2, -1, new long[] { 2 }, new long[] { 1 }, "impossible strides")]
    [InlineData(2, 1, new long[] { 2 }, new long[] { -1 }, "impossible strides")]
    [InlineData(2, 0, new long[] { 2 }, new long[] { }, "impossible strides")]
    [InlineData(2, 0, new long[] { -2 }, new long[] { 1 }, "impossible shape")]
    [InlineData(2, 0, new long[] { 1L << 32, 1L << 32 }, new long[] { 0, 0 }, "impossible shape")]
    [InlineData(2, 0, new long[] { 0, 1L << 62, 8 }, new long[] { 0, 0, 0 }, "impossible shape")]
    [InlineData(2, 0, new long[] { 1L << 40 }, new long[] { 0 }, "more than the whole file")]
    [InlineData(1, 0, new long[] { 1 }, new long[] { 1 }, "storage '0'")]
    [InlineData(3, 0, new long[] { 3 }, new long[] { 1 }, "storage '0'")]
    [InlineData(1L << 40, 0, new long[] { 1L << 40 }, new long[] { 1 }, "storage '0'")]
    [InlineData(long.MaxValue, 0, new long[] { 2 }, new long[] { 1 }, "description of a storage")]
    [InlineData(-1, 0, new long[] { 0 }, new long[] { 1 }, "description of a storage")]
    public void Open_of_a_tensor_that_does_not_fit_its_storage_of_two_is_refused(
        long claimed,
        long offset,
        long[] shape,
        long[] strides,
        string reason)
    {
        SavedTensor tensor = new("x", "FloatStorage", "0", claimed, offset, shape, strides);
        foreach (string message in Refusals(PickleBytes.Dictionary([tensor]), PickleBytes.Dictionary([tensor], legacy: true)))
            Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_of_two_types_over_one_storage_is_refused()
    {
        SavedTensor[] tensors = [Sound, new("y", "DoubleStorage", "0", 2, 0, [2], [1])];
        foreach (string message in Refusals(PickleBytes.Dictionary(tensors), PickleBytes.Dictionary(tensors, legacy: true))) Assert
            .Contains("storage '0'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_of_a_tensor_of_65_dimensions_is_refused()
    {
        long[] ones = [.. Enumerable.Repeat(1L, 65)];
        foreach (string message in Refusals(PickleBytes.Dictionary([new("x", "FloatStorage", "0", 2, 0, ones, ones)]))) Assert.Contains(
            "impossible shape",
            message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.pkl", 20_000_000)]
    [InlineData("data/0", 400_000_000)]
    public void Open_of_a_zip_bomb_is_refused_before_it_inflates(string entry, int size)
    {
        using TemporaryFolder folder = new();
        Dictionary<string, byte[]> entries = new()
        {
            ["data.pkl"] = PickleBytes.Dictionary([new("x", "FloatStorage", "0", size / 4, 0, [size / 4], [1])]),
            ["data/0"] = new byte[8],
        };
        entries[entry] = new byte[size];
        TorchFile.Entries(folder["x.bin"], [.. entries.Select(e => (e.Key, e.Value))], CompressionLevel.Fastest);
        entries.Clear();
        Assert.InRange(new FileInfo(folder["x.bin"]).Length, 1, size / 50);
        string message = Refusal(folder["x.bin"], out long allocated);
        Assert.Contains("PyTorch compresses nothing", message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public void Open_of_a_small_compressed_entry_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] noise = new byte[5000];
        new Random(1).NextBytes(noise);
        byte[] pickle = PickleBytes.Dictionary([new("x", "FloatStorage", "0", 1000, 0, [1000], [1])]);
        TorchFile.Entries(folder["x.bin"], [("data.pkl", pickle), ("data/0", new byte[4000]), ("noise", noise)], CompressionLevel.Fastest);
        Assert.Contains("PyTorch compresses nothing", Refusal(folder["x.bin"], out _), StringComparison.Ordinal);
    }

    // Both sizes of the zip's directory say 400 million, on 8 bytes.
    [Fact]
    public void Open_of_an_entry_longer_than_its_file_is_refused()
    {
        using TemporaryFolder folder = new();
        const int Claimed = 400_000_000;
        TorchFile.Zip(
            folder["x.bin"],
            PickleBytes.Dictionary([new("x", "FloatStorage", "0", Claimed / 4, 0, [Claimed / 4], [1])]),
            ("0", new byte[8]));
        byte[] bytes = File.ReadAllBytes(folder["x.bin"]);
        int directory = bytes.AsSpan().LastIndexOf("archive/data/0"u8) - 46;
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 20), Claimed);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), Claimed);
        File.WriteAllBytes(folder["x.bin"], bytes);
        string message = Refusal(folder["x.bin"], out long allocated);
        Assert.Contains($"claims {Claimed} bytes", message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Fact]
    public void Open_of_a_pickle_of_millions_of_values_is_refused_with_bounded_memory()
    {
        using TemporaryFolder folder = new();
        byte[] lists = new byte[12_000_000];
        Array.Fill(lists, (byte)']');
        TorchFile.Legacy(folder["x.bin"], [0x80, 2, .. lists]);
        string message = Refusal(folder["x.bin"], out long allocated);
        Assert.Contains("more than any state dict", message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 200_000_000);
    }

    [Fact]
    public void Open_of_a_zip_that_is_not_as_PyTorch_writes_it_is_refused_with_the_reason()
    {
        byte[] pickle = PickleBytes.Dictionary([Sound]);
        Refused("instead of one", ("other", pickle));
        Refused("instead of one", ("deeper/data.pkl", pickle));
        Refused("'archive/data.pkl' is there twice", ("data.pkl", pickle), ("data.pkl", pickle));
        Refused("'archive/data/0' is there twice", ("data.pkl", pickle), ("data/0", new byte[8]), ("data/0", new byte[8]));
        Refused("'archive/data/0' is missing", ("data.pkl", pickle));
        Refused("order of another kind of machine", ("data.pkl", pickle), ("byteorder", "big"u8.ToArray()), ("data/0", new byte[8]));
        Refused("TorchScript", ("data.pkl", pickle), ("constants.pkl", pickle), ("data/0", new byte[8]));

        static void Refused(string reason, params (string, byte[])[] entries)
        {
            using TemporaryFolder folder = new();
            TorchFile.Entries(folder["x.bin"], entries);
            Assert.Contains(reason, Refusal(folder["x.bin"], out _), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_of_an_old_file_whose_list_of_storages_does_not_fit_is_refused_with_the_reason()
    {
        byte[] pickle = PickleBytes.Dictionary([Sound], legacy: true);
        Refused("is missing");
        Refused("no tensor uses its storage '1'", ("1", new byte[8], 4));
        Refused("'0' is there twice", ("0", new byte[8], 4), ("0", new byte[8], 4));
        Refused("does not have the 2 elements", ("0", new byte[8], 8));
        Refused("does not have the 2 elements", ("0", new byte[4], 2));

        void Refused(string reason, params (string, byte[], int)[] storages)
        {
            using TemporaryFolder folder = new();
            TorchFile.Legacy(folder["x.bin"], pickle, storages);
            Assert.Contains(reason, Refusal(folder["x.bin"], out _), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x80, 2 })]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 })]
    [InlineData(new byte[] { (byte)'{', (byte)'}' })]
    public void Open_of_something_else_is_refused(byte[] bytes)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["x.bin"], bytes);
        Refusal(folder["x.bin"], out _);
    }

    [Fact]
    public void Open_of_no_file_says_so() => Assert.Throws<FileNotFoundException>(() => PickledWeights.Open("nowhere.bin"));

    [Theory]
    [InlineData("models/bert/pytorch_model.bin")]
    [InlineData("models/bert-legacy/pytorch_model.bin")]
    [NoTensorLeaks]
    public void Open_of_a_golden_file_with_bytes_changed_or_cut_never_crashes(string golden)
    {
        byte[] sound = File.ReadAllBytes(Golden.Path(golden));
        using TemporaryFolder folder = new();
        string path = folder["mutated.bin"];
        // The pickles and the zip's directory, which hold all the claims, stand at the beginning and at the end.
        Gen<int> position = Gen.OneOf(Gen.Int[0, 9000], Gen.Int[0, sound.Length - 1], Gen.Int[sound.Length - 6000, sound.Length - 1]);
        Gen<int> cut = Gen.Frequency((3, Gen.Const(sound.Length)), (1, Gen.Int[0, sound.Length]));
        Gen.Select(Gen.Select(position, Gen.Byte).Array[1, 4], cut).Sample((changes, length) =>
        {
            byte[] mutated = [.. sound];
            foreach ((int at, byte value) in changes) mutated[at] = value;
            File.WriteAllBytes(path, mutated[..length]);
            ReadAll(path);
        }, iter: 300, threads: 1);
    }

    // Instructions that are sound one by one, in any order: a mutated file rarely gets past its first broken one.
    [Fact]
    [NoTensorLeaks]
    public void Open_of_any_sequence_of_instructions_never_crashes()
    {
        byte[][] instructions =
        [
            .. "()]}t.aesuRbQN".Select(opcode => new[] { (byte)opcode }),
            [0x85], [0x86], [0x87], [0x88], [0x93], [0x94],
            [(byte)'q', 0], [(byte)'h', 0], [(byte)'q', 1], [(byte)'h', 1],
            [(byte)'K', 0], [(byte)'K', 2], [(byte)'J', 255, 255, 255, 255],
            [(byte)'U', 1, (byte)'x'], [(byte)'U', 1, (byte)'0'], [(byte)'U', 7, .. "storage"u8],
            [.. "ccollections\nOrderedDict\n"u8], [.. "ctorch\nFloatStorage\n"u8], [.. "ctorch\nSize\n"u8],
            [.. "ctorch._utils\n_rebuild_tensor_v2\n"u8], [.. "ctorch._utils\n_rebuild_parameter\n"u8],
            PickleBytes.New.Storage("FloatStorage", "0", 2).Stop()[2..^1],
            PickleBytes.New.Tensor(Sound).Stop()[2..^1],
            PickleBytes.New.Text("x").Tensor(Sound).Op('s').Stop()[2..^1],
        ];
        using TemporaryFolder folder = new();
        Gen.Int[0, instructions.Length - 1].Select(i => instructions[i]).Array[1, 30].Sample(sequence =>
        {
            byte[] pickle = [0x80, 2, (byte)'}', .. sequence.SelectMany(bytes => bytes), (byte)'.'];
            TorchFile.Zip(folder["x.bin"], pickle, ("0", new byte[8]));
            ReadAll(folder["x.bin"]);
            TorchFile.Legacy(folder["x.bin"], pickle, ("0", new byte[8], 4));
            ReadAll(folder["x.bin"]);
        }, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_of_a_file_cut_anywhere_never_crashes(bool legacy)
    {
        using TemporaryFolder folder = new();
        byte[] pickle = PickleBytes.Dictionary([Sound], legacy);
        if (legacy) TorchFile.Legacy(folder["x.bin"], pickle, ("0", new byte[8], 4));
        else TorchFile.Zip(folder["x.bin"], pickle, ("0", new byte[8]));
        byte[] sound = File.ReadAllBytes(folder["x.bin"]);
        for (int length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(folder["x.bin"], sound[..length]);
            Refusal(folder["x.bin"], out _);
        }
    }

    private static void ReadAll(string path)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using PickledWeights file = PickledWeights.Open(path);
            foreach (string name in file.Entries.Keys) file.Read(name).Dispose();
        }
        catch (InvalidDataException problem)
        {
            Assert.Contains(Path.GetFileName(path), problem.Message, StringComparison.Ordinal);
        }
        // A buffer of 64 KiB for each of the 55 tensors.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    /// <summary>The messages with which a pickle is refused in both forms, beside a storage 0 of 8 bytes.</summary>
    private static IEnumerable<string> Refusals(byte[] pickle, byte[]? legacy = null)
    {
        using TemporaryFolder folder = new();
        TorchFile.Zip(folder["zip.bin"], pickle, ("0", new byte[8]));
        yield return Refusal(folder["zip.bin"], out _);
        TorchFile.Legacy(folder["legacy.bin"], legacy ?? pickle, ("0", new byte[8], 4));
        yield return Refusal(folder["legacy.bin"], out _);
    }

    private static string Refusal(string path, out long allocated)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => PickledWeights.Open(path).Dispose());
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
        // Nothing is held open.
        using FileStream free = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        return error.Message;
    }
}
