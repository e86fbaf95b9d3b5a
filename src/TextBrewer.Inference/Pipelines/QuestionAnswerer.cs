using TextBrewer.Inference.Inputs;
using TextBrewer.Inference.Sessions;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Features;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Cuts the answers to questions out of passages with a <c>qa</c> model.</summary>
public sealed class QuestionAnswerer : IQuestionAnswerer, IDisposable, IAsyncDisposable
{
    private readonly TextModel _model;
    private readonly int _candidates;

    /// <summary>Loads the model of an ONNX folder.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else, something damaged or something newer.</exception>
    public QuestionAnswerer(string folder) : this(new TextModelOptions { Folder = folder })
    {
    }

    /// <inheritdoc cref="QuestionAnswerer(string)"/>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public QuestionAnswerer(TextModelOptions options) : this(options, services: null)
    {
    }

    internal QuestionAnswerer(TextModelOptions options, IServiceProvider? services) =>
        (_model, _candidates) = (new TextModel(ModelKind.Answerer, options, services), options.Candidates);

    /// <inheritdoc/>
    public TextModelInfo Info => _model.Info;

    /// <inheritdoc/>
    public QuestionAnswer Answer(string question, string passage, CancellationToken cancellationToken = default) =>
        _model.Run(new Question(question, passage), Encode, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<QuestionAnswer> Answer(IReadOnlyList<Question> questions, CancellationToken cancellationToken = default) =>
        _model.Run(questions, Encode, cancellationToken);

    /// <inheritdoc/>
    public async Task<QuestionAnswer> AnswerAsync(string question, string passage, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(new Question(question, passage), Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QuestionAnswer>> AnswerAsync(
        IReadOnlyList<Question> questions,
        CancellationToken cancellationToken = default) =>
            await _model.RunAsync(questions, Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private EncodedRequest<QuestionAnswer> Encode(Question input, CancellationToken cancellationToken)
    {
        _model.Check(input.Text);
        _model.Check(input.Passage);
        IReadOnlyList<Encoding> windows = Windows(input, cancellationToken);
        int longest = _model.Folder.MaxQuestionLength + _model.Tokenizer.SpecialTokens(pair: false);
        bool truncated = _model.Tokenizer.Encode(input.Text, maxLength: longest, cancellationToken: cancellationToken).Truncated;
        return new([.. windows.Select(window => window.Input)], outputs =>
        {
            IReadOnlyList<AnswerCandidate> best = AnswerSearch.Best(
                input.Passage,
                windows,
                [.. outputs.Select(o => o[0])],
                [.. outputs.Select(o => o[1])],
                _candidates,
                _model.Folder.MaxAnswerLength);
            return QuestionAnswer.Of(best, truncated);
        });
    }

    private IReadOnlyList<Encoding> Windows(Question input, CancellationToken cancellationToken)
    {
        try
        {
            return _model.Tokenizer.Windows(
                input.Text,
                input.Passage,
                Info.MaxLength,
                _model.Folder.Stride,
                _model.Folder.MaxQuestionLength,
                cancellationToken);
        }
        catch (InvalidDataException problem)
        {
            throw new ArgumentException(problem.Message, nameof(input), problem);
        }
    }
}
