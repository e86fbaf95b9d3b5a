using System.Buffers.Binary;
using System.Text;
using CsCheck;
using TextBrewer.Testing;
using TextBrewer.Torch.Tests.Weights;
using TextBrewer.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Torch.Tests;

/// <summary>A damaged or hostile file is refused with its name and a reason; nothing is allocated on its word.</summary>
public sealed class SafetensorsFaultTests
{
    [Theory]
    [InlineData("", 1UL << 60, "claims")]
    [InlineData("not json", null, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,800]}}""", null, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", null, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", null, "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", null, "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,8],"data_offsets":[0,0]}}""", null, "does not fit")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", null, "Q4")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        null,
        "overlap")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""",
        null,
        "twice")]
    [InlineData("""[1]""", null, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", null, "last 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", null, "4 bytes before the tensor 'a'")]
    public void Open_of_a_bad_header_is_refused_with_the_reason(string header, ulong? claimed, string reason)
    {
        using TemporaryFolder folder = new();
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, claimed ?? (ulong)json.Length);
        File.WriteAllBytes(folder["bad.safetensors"], [.. length, .. json, .. new byte[8]]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(folder["bad.safetensors"]));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("bad.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_whose_reads_give_fewer_bytes_than_asked_for_is_read_whole()
    {
        string path = Golden.Path("models/bert/model.safetensors");
        using SafetensorsFile whole = SafetensorsFile.Open(path), slow = SafetensorsFile.Open(path, new ShortStream(path));
        SameTensors.Assert(whole, slow);
    }

    [Fact]
    public void Open_of_a_golden_file_with_bytes_changed_or_cut_never_crashes()
    {
        byte[] sound = File.ReadAllBytes(Golden.Path("models/bert-sequence/model.safetensors"));
        using TemporaryFolder folder = new();
        string path = folder["mutated.safetensors"];
        Gen.Select(Gen.Int[0, 3000], Gen.Byte, Gen.Int[0, sound.Length]).Sample((position, value, cut) =>
        {
            byte[] mutated = [.. sound.Take(cut)];
            if (position < mutated.Length) mutated[position] = value;
            File.WriteAllBytes(path, mutated);
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(path);
                foreach (string name in file.Entries.Keys) file.Read(name).Dispose();
            }
            catch (InvalidDataException)
            {
            }
        }, iter: 300, threads: 1);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    [NoTensorLeaks]
    public void Write_and_read_of_every_type_is_the_identity(ScalarType type)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Tensor tensor = arange(-6, 6, dtype: ScalarType.Float32).view(3, 4).abs().to(type);
        SafetensorsFile.Write(
            folder["x.safetensors"],
            new Dictionary<string, Tensor> { ["x"] = tensor, ["scalar"] = tensor[0, 1], ["transposed"] = tensor.t() },
            new Dictionary<string, string> { ["k"] = "ğ" });
        using SafetensorsFile file = SafetensorsFile.Open(folder["x.safetensors"]);
        Assert.Equal("ğ", file.Metadata["k"]);
        foreach ((string name, Tensor expected) in new[] { ("x", tensor), ("scalar", tensor[0, 1]), ("transposed", tensor.t()) })
        {
            Tensor actual = file.Read(name);
            Assert.Equal((type, expected.shape.Length), (actual.dtype, actual.shape.Length));
            Assert.True(actual.equal(expected).all().item<bool>(), name);
        }
        Assert.Equal(["x.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }
}
