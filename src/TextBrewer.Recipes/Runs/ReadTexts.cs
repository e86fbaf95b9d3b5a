using TextBrewer.Models.Heads;
using TextBrewer.Recipes.Tasks;
using TorchSharp;

namespace TextBrewer.Recipes.Runs;

/// <summary>Some of a task's training texts, read by a model: those of the same length together, so that nothing is padded.</summary>
/// <param name="task">The task.</param>
internal sealed class ReadTexts(TaskContext task)
{
    // Several vectors for each channel of a wide feed-forward network, and seconds of a teacher's time.
    private const int Tokens = 16_384;

    // Of a batch.
    private const int Most = 32, LengthsOf = 1000;

    /// <summary>Runs a model over them, if there are any.</summary>
    internal void By(TaskModel model)
    {
        if (task.Labelled.Count == 0) return;
        double length = Spread.Of(task.Labelled, LengthsOf).Average(text => text.Length);
        IEnumerable<EncodedText> texts = Spread.Of(task.Labelled, (int)Math.Ceiling(Tokens / length));
        foreach (EncodedText[] alike in texts.GroupBy(Lengths).SelectMany(group => group.Chunk(Most)))
        {
            using DisposeScope scope = torch.NewDisposeScope();
            using TextBatch batch = task.Task.Collate(alike);
            batch.Run(model);
        }

        static string Lengths(EncodedText text) => string.Join(' ', text.Sequences.Select(sequence => sequence.Length));
    }
}
