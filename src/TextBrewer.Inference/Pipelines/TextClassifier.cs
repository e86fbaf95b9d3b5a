using TextBrewer.Inference.Inputs;
using TextBrewer.Text.Answers;
using TextBrewer.Text.Tasks;
using TextBrewer.Text.Tokenizing;

namespace TextBrewer.Inference.Pipelines;

/// <summary>Gives texts labels with a <c>classification</c> or <c>multi_label</c> model.</summary>
public sealed class TextClassifier : ITextClassifier, IDisposable, IAsyncDisposable
{
    private readonly TextModel _model;
    private readonly bool _givesSeveral;

    /// <summary>Loads the model of an ONNX folder.</summary>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    /// <exception cref="InvalidDataException">The folder holds something else, something damaged or something newer.</exception>
    public TextClassifier(string folder) : this(new TextModelOptions { Folder = folder })
    {
    }

    /// <inheritdoc cref="TextClassifier(string)"/>
    /// <exception cref="ArgumentException">An option cannot work.</exception>
    public TextClassifier(TextModelOptions options) : this(options, services: null)
    {
    }

    internal TextClassifier(TextModelOptions options, IServiceProvider? services)
    {
        _model = new TextModel(ModelKind.Classifier, options, services);
        _givesSeveral = TaskAnswers.Find(Info.Task)?.Form == AnswerForm.Labels;
    }

    /// <inheritdoc/>
    public TextModelInfo Info => _model.Info;

    /// <inheritdoc/>
    public Classification Classify(string text, string? pair = null, CancellationToken cancellationToken = default) =>
        _model.Run(new TextInput(text, pair), Encode, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<Classification> Classify(IReadOnlyList<TextInput> texts, CancellationToken cancellationToken = default) =>
        _model.Run(texts, Encode, cancellationToken);

    /// <inheritdoc/>
    public async Task<Classification> ClassifyAsync(string text, string? pair = null, CancellationToken cancellationToken = default) =>
        await _model.RunAsync(new TextInput(text, pair), Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Classification>> ClassifyAsync(
        IReadOnlyList<TextInput> texts,
        CancellationToken cancellationToken = default) =>
            await _model.RunAsync(texts, Encode, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _model.ProbeAsync(cancellationToken);

    /// <summary>Answers those that wait, then ends.</summary>
    public void Dispose() => _model.Dispose();

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync() => _model.DisposeAsync();

    private EncodedRequest<Classification> Encode(TextInput input, CancellationToken cancellationToken)
    {
        _model.Check(input.Text);
        if (input.Pair is not null) _model.Check(input.Pair);
        Encoding encoding = _model.Tokenizer.Encode(input.Text, input.Pair, Info.MaxLength, cancellationToken);
        return new([encoding.Input], outputs => _givesSeveral
            ? Classification.AnyOf(Info.Labels, outputs[0][0], encoding.Truncated)
            : Classification.OneOf(Info.Labels, outputs[0][0], encoding.Truncated));
    }
}
