using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Gives texts labels: one of several, or any number of them. Safe from many threads.</summary>
public interface ITextClassifier : ITextModel
{
    /// <summary>The labels of a text, on the caller's thread.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null: there is none.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    Classification Classify(string text, string? pair = null, CancellationToken cancellationToken = default);

    /// <summary>The labels of texts in their order, on the caller's thread, those of similar length together.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    IReadOnlyList<Classification> Classify(IReadOnlyList<TextInput> texts, CancellationToken cancellationToken = default);

    /// <summary>The labels of a text, through the queue: together with what other callers ask at the same time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text; null: there is none.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<Classification> ClassifyAsync(string text, string? pair = null, CancellationToken cancellationToken = default);

    /// <summary>The labels of texts in their order, through the queue.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<IReadOnlyList<Classification>> ClassifyAsync(IReadOnlyList<TextInput> texts, CancellationToken cancellationToken = default);
}
