using TextBrewer.Text.Files;
using TextBrewer.Text.Tasks;
using TextBrewer.Torch.Files;

namespace TextBrewer.Recipes.Tasks;

/// <summary>What a task's settings say in a model's folder.</summary>
internal static class TaskFiles
{
    extension(TaskFile)
    {
        /// <summary>The file of a kind of task with its settings.</summary>
        internal static TaskFile Of(TaskKind kind, TaskSettings settings) => new()
        {
            Task = kind.Name,
            Labels = settings.Labels,
            MaxLength = settings.MaxLength,
            Stride = kind.HasWindows ? settings.Stride : null,
            MaxQuestionLength = kind.HasWindows ? settings.MaxQuestionLength : null,
            MaxAnswerLength = kind.HasWindows ? settings.MaxAnswerLength : null,
        };
    }

    /// <summary>Writes the file into a model's folder.</summary>
    internal static void Save(this TaskFile file, string folder) =>
        DurableFile.WriteText(Path.Combine(folder, ModelFiles.Task), file.ToJson());
}
