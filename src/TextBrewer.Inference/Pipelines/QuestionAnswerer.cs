using TextBrewer.Inference.Answers;
using TextBrewer.Inference.Sessions;
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
        _model.Run(Read(new Question(question, passage)), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<QuestionAnswer> Answer(IReadOnlyList<Question> questions, CancellationToken cancellationToken = default) =>
        _model.Run([.. questions.Select(Read)], cancellationToken);

    /// <inheritdoc/>
    public async Task<QuestionAnswer> AnswerAsync(string question, string passage, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(Read(new Question(question, passage)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QuestionAnswer>> AnswerAsync(
        IReadOnlyList<Question> questions,
        CancellationToken cancellationToken = default) =>
            await _model.RunAsync([.. questions.Select(Read)], cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private Reading<QuestionAnswer> Read(Question input)
    {
        ArgumentNullException.ThrowIfNull(input.Text);
        ArgumentNullException.ThrowIfNull(input.Passage);
        IReadOnlyList<Encoding> windows = Windows(input);
        bool truncated = _model.Tokenizer.Encode(input.Text, maxLength: _model.Folder.MaxQuestionLength + 2).Truncated;
        return new([.. windows.Select(window => new TokenSequence(window.Ids, window.TypeIds))], outputs =>
        {
            IReadOnlyList<AnswerCandidate> best = AnswerSearch.Best(
                input.Passage,
                windows,
                [.. outputs.Select(o => o[0])],
                [.. outputs.Select(o => o[1])],
                _candidates,
                _model.Folder.MaxAnswerLength);
            return new QuestionAnswer(best[0].Text, best[0].Start, best[0].End, (float)best[0].Probability, best, truncated);
        });
    }

    private IReadOnlyList<Encoding> Windows(Question input)
    {
        try
        {
            return _model.Tokenizer
                .Windows(input.Text, input.Passage, Info.MaxLength, _model.Folder.Stride, _model.Folder.MaxQuestionLength);
        }
        catch (InvalidDataException problem)
        {
            throw new ArgumentException(problem.Message, nameof(input), problem);
        }
    }
}
