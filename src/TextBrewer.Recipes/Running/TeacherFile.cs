using TextBrewer.Configuration;
using TextBrewer.Models.Pretrained;

namespace TextBrewer.Recipes.Running;

/// <summary>Loads a recipe's teacher by what it is: a Hugging Face folder, a TorchScript file, an ONNX file.</summary>
internal static class TeacherFile
{
    internal static ITextClassifier Load(RecipeTeacher teacher)
    {
        string path = teacher.Path!;
        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".onnx" => new OnnxClassifier(path),
            ".pt" or ".pth" or ".ts" => new TorchScriptClassifier(path, teacher.Inputs),
            _ when File.Exists(path) => throw new ConfigurationException($"'{path}' is a file, and a teacher is a Hugging Face folder, a TorchScript file (.pt) or an ONNX file (.onnx)."),
            _ => new ModelClassifier(PretrainedFolder.LoadClassifier(path).Model),
        };
    }
}
