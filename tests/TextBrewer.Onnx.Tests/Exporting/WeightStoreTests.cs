using System.Globalization;
using System.Text.Json;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Tests;
using TextBrewer.Onnx.Exporting;
using TextBrewer.Onnx.Running;
using TextBrewer.Onnx.Schema;
using TextBrewer.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Onnx.Tests.Exporting;

/// <summary>Weights in a file of their own, which takes gigabytes: here with a limit that small models reach.</summary>
public sealed class WeightStoreTests : IDisposable
{
    /// <summary>In the midst of a golden model's weights: some are there already when the second file begins.</summary>
    private const long FewBytes = 5000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, ExportForm> Models()
    {
        TheoryData<string, ExportForm> data = [];
        foreach (string name in GoldenModels.Names)
            foreach (ExportForm form in Enum.GetValues<ExportForm>()) data.Add(name, form);
        return data;
    }

    [Theory, MemberData(nameof(Models))]
    public void Model_with_weights_beside_it_gives_exactly_what_the_file_of_one_piece_gives(string name, ExportForm form)
    {
        ExportGoldenTests.Export(name, _folder["whole.onnx"], form, WeightStore.Most);
        ExportGoldenTests.Export(name, _folder["parted.onnx"], form, FewBytes);
        Assert.False(File.Exists(_folder["whole.onnx.data"]));
        Assert.True(File.Exists(_folder["parted.onnx.data"]));

        using OnnxModel whole = OnnxModel.Load(_folder["whole.onnx"]), parted = OnnxModel.Load(_folder["parted.onnx"]);
        using var scope = NewDisposeScope();
        JsonElement given = GoldenModels.Expected(name).GetProperty("inputs");
        Dictionary<string, Tensor> inputs = whole.InputNames
            .ToDictionary(input => input, input => Agree.Tensor(given.GetProperty(input), ScalarType.Int64));
        IReadOnlyDictionary<string, Tensor> expected = whole.Run(inputs), actual = parted.Run(inputs);
        foreach (string output in whole.OutputNames) Assert.Equal(Agree.Values(expected[output]), Agree.Values(actual[output]));
    }

    [Fact]
    public void Large_weights_stand_page_by_page_beside_the_model_and_small_ones_in_it()
    {
        ExportGoldenTests.Export("bert-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes);
        TensorProto[] weights = [.. ModelProto.Parser.ParseFrom(File.ReadAllBytes(_folder["m.onnx"])).Graph.Initializer];
        TensorProto[] outside = [.. weights.Where(w => w.DataLocation == TensorProto.Types.DataLocation.External)];
        long end = 0;
        foreach (TensorProto weight in outside)
        {
            Dictionary<string, string> place = weight.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value);
            Assert.Equal("m.onnx.data", place["location"]);
            (long offset, long length) = (Number(place["offset"]), Number(place["length"]));
            Assert.Equal(0, offset % 4096);
            Assert.InRange(offset, end, end + 4095);
            Assert.Equal(4 * weight.Dims.Aggregate(1L, (product, size) => product * size), length);
            Assert.True(length >= 1024);
            Assert.Empty(weight.RawData);
            end = offset + length;
        }
        Assert.Equal(end, new FileInfo(_folder["m.onnx.data"]).Length);
        Assert.All(weights.Except(outside), weight => Assert.InRange(weight.CalculateSize(), 1, 1200));
    }

    [Fact]
    public void Bytes_of_a_model_count_the_weights_beside_it()
    {
        ExportGoldenTests.Export("bert-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes);
        using OnnxModel model = OnnxModel.Load(_folder["m.onnx"]);
        Assert.Equal(new FileInfo(_folder["m.onnx"]).Length + new FileInfo(_folder["m.onnx.data"]).Length, model.Bytes);
    }

    [Fact]
    public void Smaller_model_in_the_place_of_a_larger_one_leaves_no_weights_of_it()
    {
        ExportGoldenTests.Export("bert-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes);
        ExportGoldenTests.Export("roberta-sequence", _folder["m.onnx"], ExportForm.Runtime, WeightStore.Most);
        Assert.Equal([_folder["m.onnx"]], Files());
        OnnxModel.Load(_folder["m.onnx"]).Dispose();
    }

    [Fact]
    public void Larger_model_in_the_place_of_another_takes_its_weights_place_too()
    {
        ExportGoldenTests.Export("roberta-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes);
        ExportGoldenTests.Export("bert-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes);
        ExportGoldenTests.Export("bert-sequence", _folder["again.onnx"], ExportForm.Runtime, FewBytes);
        Assert.Equal(4, Files().Length);
        Assert.Equal(File.ReadAllBytes(_folder["again.onnx.data"]), File.ReadAllBytes(_folder["m.onnx.data"]));
    }

    [Fact]
    public void Export_that_fails_midway_leaves_the_older_model_and_its_weights_as_they_were()
    {
        ExportGoldenTests.Export("bert-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes);
        byte[] model = File.ReadAllBytes(_folder["m.onnx"]), data = File.ReadAllBytes(_folder["m.onnx.data"]);

        using (TaskModel other = GoldenModels.Load("roberta-sequence"))
        using (WeightStore store = new(_folder["m.onnx"], FewBytes))
        {
            other.state_dict()["classifier.out_proj.weight"].Dispose(); // the last to be written
            Assert.ThrowsAny<Exception>(() => OnnxExport.Write(other, store, ExportForm.Runtime));
            Assert.True(File.Exists(_folder["m.onnx.data.writing"]));
        }

        Assert.Equal(model, File.ReadAllBytes(_folder["m.onnx"]));
        Assert.Equal(data, File.ReadAllBytes(_folder["m.onnx.data"]));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public void Place_where_the_weights_cannot_go_leaves_nothing_unfinished()
    {
        Directory.CreateDirectory(_folder["m.onnx.data"]);
        Assert.ThrowsAny<IOException>(() => ExportGoldenTests.Export("bert-sequence", _folder["m.onnx"], ExportForm.Runtime, FewBytes));
        Assert.Empty(Files());
    }

    private string[] Files() => Directory.GetFiles(_folder[""]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
