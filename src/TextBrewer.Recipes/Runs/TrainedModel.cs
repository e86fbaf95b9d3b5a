using TextBrewer.Models.Heads;
using TextBrewer.Models.Pretrained;
using TextBrewer.Recipes.Evaluating;
using TextBrewer.Recipes.Exporting;
using TextBrewer.Recipes.Tasks;
using TextBrewer.Text.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace TextBrewer.Recipes.Runs;

/// <summary>The model that a run trains, seen as a model for each of its tasks.</summary>
internal sealed class TrainedModel : IDisposable
{
    private TrainedModel(nn.Module module, IReadOnlyList<TaskModel> heads) => (Module, Heads) = (module, heads);

    internal static TrainedModel Of(TaskModel model) => new(model, [model]);

    /// <summary>A model of several tasks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tasks">The tasks, in the order of the run's.</param>
    internal static TrainedModel Of(MultiTaskModel model, IEnumerable<string> tasks) =>
        new(model, [.. tasks.Select(task => model.Heads[task])]);

    /// <summary>What is trained and saved in checkpoints.</summary>
    internal nn.Module Module { get; }

    /// <summary>A model for each task, in the order of the tasks.</summary>
    internal IReadOnlyList<TaskModel> Heads { get; }

    /// <summary>Saves a Hugging Face folder with its tokenizer; with several tasks one for each, named after it.</summary>
    internal void Save(string folder, IReadOnlyList<TaskContext> tasks)
    {
        for (int i = 0; i < Heads.Count; i++)
        {
            string own = Path.Combine(folder, tasks[i].Name);
            PretrainedFolder.Save(Heads[i], own);
            HubTokenizer.Save(tasks[i].Task.Settings.Tokenizer, Heads[i].Config, own);
            (TaskFile.Of(tasks[i].Kind, tasks[i].Task.Settings) with { SourceSha256 = SourceHash.Of(own) }).Save(own);
        }
    }

    public void Dispose() => Module.Dispose();
}
