using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Tasks;
using TorchSharp;

namespace TextBrewer.Recipes.Runs;

/// <summary>Some of a task's training texts, read by a model one by one: nothing is padded.</summary>
/// <param name="task">The task.</param>
internal sealed class ReadTexts(TaskContext task)
{
    // Several vectors for each channel of a wide feed-forward network, and seconds of a teacher's time.
    private const int Tokens = 16_384;

    /// <summary>Runs a model over them, if there are any.</summary>
    internal void By(TaskModel model)
    {
        if (task.Labelled.Count == 0) return;
        double length = Spread.Of(task.Labelled, 1000).Average(text => text.Length);
        foreach (EncodedText text in Spread.Of(task.Labelled, (int)Math.Ceiling(Tokens / length)))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using TextBatch batch = task.Task.Collate([text]);
            batch.Run(model);
        }
    }
}
