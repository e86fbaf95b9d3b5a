using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Finds the entities of texts. Safe from many threads.</summary>
public interface ITokenTagger : ITextModel
{
    /// <summary>The entities of a text, on the caller's thread.</summary>
    /// <param name="text">The text, of any length.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    Tagging Tag(string text, CancellationToken cancellationToken = default);

    /// <summary>The entities of texts in their order, on the caller's thread, those of similar length together.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    IReadOnlyList<Tagging> Tag(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <summary>The entities of a text, through the queue: together with what other callers ask at the same time.</summary>
    /// <param name="text">The text, of any length.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<Tagging> TagAsync(string text, CancellationToken cancellationToken = default);

    /// <summary>The entities of texts in their order, through the queue.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<IReadOnlyList<Tagging>> TagAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}
