using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Chooses what goes with a text. Safe from many threads.</summary>
public interface IMultipleChoiceAnswerer : ITextModel
{
    /// <summary>The right choice, on the caller's thread.</summary>
    /// <param name="text">The text, or the question.</param>
    /// <param name="choices">Two or more choices.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    Choice Choose(string text, IReadOnlyList<string> choices, CancellationToken cancellationToken = default);

    /// <summary>The right choices in their order, on the caller's thread, those of similar length together.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    IReadOnlyList<Choice> Choose(IReadOnlyList<ChoiceQuestion> questions, CancellationToken cancellationToken = default);

    /// <summary>The right choice, through the queue: together with what other callers ask at the same time.</summary>
    /// <param name="text">The text, or the question.</param>
    /// <param name="choices">Two or more choices.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<Choice> ChooseAsync(string text, IReadOnlyList<string> choices, CancellationToken cancellationToken = default);

    /// <summary>The right choices in their order, through the queue.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<IReadOnlyList<Choice>> ChooseAsync(IReadOnlyList<ChoiceQuestion> questions, CancellationToken cancellationToken = default);
}
