using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Queueing;
using TextBrewer.Text.Answers;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Cuts the answers to questions out of passages. Safe from many threads.</summary>
public interface IQuestionAnswerer : ITextModel
{
    /// <summary>The answer to a question, on the caller's thread.</summary>
    /// <param name="question">The question.</param>
    /// <param name="passage">The passage, of any length.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    QuestionAnswer Answer(string question, string passage, CancellationToken cancellationToken = default);

    /// <summary>The answers to questions in their order, on the caller's thread, those of similar length together.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    IReadOnlyList<QuestionAnswer> Answer(IReadOnlyList<Question> questions, CancellationToken cancellationToken = default);

    /// <summary>The answer to a question, through the queue: together with what other callers ask at the same time.</summary>
    /// <param name="question">The question.</param>
    /// <param name="passage">The passage, of any length.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<QuestionAnswer> AnswerAsync(string question, string passage, CancellationToken cancellationToken = default);

    /// <summary>The answers to questions in their order, through the queue.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellationToken">Stops waiting and running.</param>
    /// <exception cref="ArgumentException">It cannot be read: something is missing, or leaves no room.</exception>
    /// <exception cref="QueueFullException">Too many wait already; refused at once.</exception>
    Task<IReadOnlyList<QuestionAnswer>> AnswerAsync(IReadOnlyList<Question> questions, CancellationToken cancellationToken = default);
}
