using TextBrewer.Adaptors;
using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Naming;
using TextBrewer.Recipes.Format;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Recipes.TextModels.Given;
using TextBrewer.Torch.Weights;

namespace TextBrewer.Recipes.TextModels;

/// <summary>Loads a recipe's teacher by what it is: a Hugging Face folder, a TorchScript file, an ONNX file, a file of answers.</summary>
internal static class TeacherFile
{
    internal static ITextModel Load(RecipeTeacher teacher, TaskKind kind)
    {
        string path = teacher.Path!;
        return System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            _ when teacher.IsAnswers => kind.IsAnsweredElsewhere(out bool perToken)
                ? new GivenAnswers(path, perToken)
                : throw new ConfigurationException($"'{path}' is a file of answers, which a {kind.Name} task cannot learn from."),
            ".onnx" => new OnnxTextModel(path, kind.Outputs),
            ".pt" or ".pth" or ".ts" => new TorchScriptTextModel(path, teacher.Inputs, kind.Outputs.Count),
            _ when File.Exists(path) => throw new ConfigurationException(
                $"'{path}' is a file, and a teacher is a Hugging Face folder, a TorchScript file (.pt), an ONNX file "
                    + "(.onnx), or a file of answers (.jsonl, .parquet)."),
            _ => OfFolder(path, kind),
        };
    }

    /// <summary>A folder with the kind's head or, where the kind learns from encoders too, with any head or none.</summary>
    private static EncoderTextModel OfFolder(string path, TaskKind kind)
    {
        NamedModel.Check(path);
        (TaskModel model, LoadReport report) = PretrainedFolder.Load(
            path,
            config =>
            {
                if (!kind.LearnsFromEncoders) TaskKinds.Check(kind, config, path);
                return kind.Head(config, 0);
            },
            newHead: kind.LearnsFromEncoders);
        return new EncoderTextModel(model, hasHead: report.Missing.Count + report.Misshapen.Count == 0);
    }
}
