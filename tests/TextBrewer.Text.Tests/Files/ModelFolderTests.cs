using TextBrewer.Testing;
using TextBrewer.Text.Files;

namespace TextBrewer.Text.Tests.Files;

public sealed class ModelFolderTests
{
    [Fact]
    public void Folder_without_onnx_files_says_where_they_would_be()
    {
        using TemporaryFolder folder = new();
        ModelFolder parts = new(folder.Path);
        Assert.Equal(folder["onnx", "model.onnx"], parts.Onnx);
        Assert.Equal(folder["onnx", "model_int8.onnx"], parts.OnnxInt8);
        Assert.False(parts.IsFlat || parts.IsNamedByOnnx || parts.MeansOnnx(hasWeights: false));
    }

    [Fact]
    public void Files_in_onnx_go_before_those_at_the_top_and_mean_the_model_where_nothing_else_is_there()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["model.onnx"], "");
        Assert.True(new ModelFolder(folder.Path) is { IsFlat: true } flat && flat.MeansOnnx(hasWeights: true));
        Assert.Equal(folder["model_int8.onnx"], new ModelFolder(folder.Path).OnnxInt8);
        Directory.CreateDirectory(folder["onnx"]);
        File.WriteAllText(folder["onnx", "model.onnx"], "");
        ModelFolder parts = new(folder.Path);
        Assert.Equal((false, folder["onnx", "model.onnx"]), (parts.IsFlat, parts.Onnx));
        Assert.Equal((false, true), (parts.MeansOnnx(hasWeights: true), parts.MeansOnnx(hasWeights: false)));
    }

    [Fact]
    public void Folder_may_be_named_by_its_onnx_unless_that_is_a_models_folder_itself()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["onnx"]);
        File.WriteAllText(folder["onnx", "model.onnx"], "");
        Assert.False(new ModelFolder(folder["onnx"]).IsNamedByOnnx); // nothing above it is a model's
        File.WriteAllText(folder["config.json"], "");
        ModelFolder parts = new(folder["onnx"] + Path.DirectorySeparatorChar);
        Assert.Equal((true, folder.Path, folder["onnx", "model.onnx"]), (parts.IsNamedByOnnx, parts.Path, parts.Onnx));
        Assert.True(parts.MeansOnnx(hasWeights: true));
        File.WriteAllText(folder["onnx", "config.json"], "");
        Assert.Equal(folder["onnx"], new ModelFolder(folder["onnx"]).Path);
    }
}
