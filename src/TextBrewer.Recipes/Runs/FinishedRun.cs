using TextBrewer.Recipes.Format;
using TextBrewer.Reports.Results;
using TextBrewer.Text.Files;

namespace TextBrewer.Recipes.Runs;

/// <summary>A run that has come to its end.</summary>
internal static class FinishedRun
{
    /// <summary>Its result; null: it has not ended, or something that it wrote is no longer there and is to be made again.</summary>
    /// <param name="folder">The run's folder.</param>
    internal static RunResult? In(string folder)
    {
        if (RunResult.Load(folder) is not { Status: "completed" } result || !RunReport.IsWritten(folder)) return null;
        string model = Path.Combine(folder, result.Model is null ? RunFileNames.Student : RunFileNames.Model);
        string stages = Path.Combine(folder, RecipeStage.Folder);
        List<string> files = ["*.safetensors"];
        if (result.StudentOnnxFp32 is not null) files.Add(ModelFiles.Onnx);
        if (result.StudentOnnxInt8 is not null) files.Add(ModelFiles.OnnxInt8);
        bool isWhole = Directory.Exists(model)
            && files.All(file => Directory.EnumerateFiles(model, file, SearchOption.AllDirectories).Any())
            && (!Directory.Exists(stages) || Directory.EnumerateDirectories(stages).All(stage => In(stage) is not null));
        return isWhole ? result : null;
    }
}
